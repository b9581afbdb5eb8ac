//! The second module: everything that a chat needs and a greeting does not. Whoever only looks never downloads it.
//!
//! Knows the one door into it. Behind it lie [`crate::chat`], the log's view, delivery and the codec. The page fetches it
//! (`loader/rest.js`) and says when it is there, so nothing waits here. Tests run both modules as one, and so does a
//! build without the feature `split`.

use std::rc::Rc;

use crate::chat::Chat;
use crate::front::Front;
use crate::shell::{Shell, Whole};
use crate::view::View;

/// The whole, around the front that there was. With the feature `split` it may be called once the second module is there.
pub(crate) fn whole(shell: &Rc<Shell>, front: Front, view: &mut View) -> Box<dyn Whole> {
    #[cfg(feature = "split")]
    return cut::now(second(shell, front, view));
    #[cfg(not(feature = "split"))]
    second(shell, front, view)
}

/// Where the module is cut: what this reaches, and the first module does not, is in the second.
#[cfg_attr(feature = "split", wasm_split_helpers::wasm_split(rest, wasm_split_path = crate::later::cut))]
fn second(shell: &Rc<Shell>, front: Front, view: &mut View) -> Box<dyn Whole> {
    Box::new(Chat::new(shell, front, view))
}

/// What the macro expects of whoever loads a module. Ours is loaded before anybody asks.
#[cfg(feature = "split")]
mod cut {
    use std::future::Future;
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    /// The value of a future that has nothing to wait for.
    pub(super) fn now<T>(future: impl Future<Output = T>) -> T {
        match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready(value) => value,
            Poll::Pending => unreachable!("the page said that the module is there"),
        }
    }

    /// The macro names this in its signature.
    pub(super) type SplitLoaderError = std::convert::Infallible;

    pub(super) mod rt {
        use std::ffi::c_void;
        use std::pin::Pin;

        pub(in crate::later) type LoadCallbackFn = extern "C" fn(*const c_void, bool);

        /// Nothing to load.
        pub(in crate::later) struct LazySplitLoader;

        impl LazySplitLoader {
            pub(in crate::later) const fn new(
                _: unsafe extern "C" fn(LoadCallbackFn, *const c_void),
            ) -> Self {
                Self
            }
        }

        pub(in crate::later) async fn ensure_loaded(
            _: Pin<&LazySplitLoader>,
        ) -> Result<(), super::SplitLoaderError> {
            Ok(())
        }
    }
}
