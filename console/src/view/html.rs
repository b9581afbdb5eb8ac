//! Elements without types.
//!
//! The framework's own elements carry their tag, attributes and children in their type, and every such type is a copy
//! of the code that draws it. Here all elements are of one type: the pages that an owner sees weigh half as much by
//! it. Named and used like the framework's, so that a view may use either.

use std::fmt::Debug;
use std::sync::Arc;

use crate::reactive::*;
use leptos::ev::{Custom, EventDescriptor};
use leptos::html::custom;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::class::class;
use leptos::tachys::html::event::on;
use leptos::tachys::html::node_ref::node_ref;
use leptos::tachys::html::property::prop;
use leptos::tachys::html::style::style;
use wasm_bindgen::JsCast;

use crate::watch::watch;

/// An element that is not in the document yet.
#[must_use = "an element that nobody puts anywhere is not shown"]
pub(crate) struct El {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

macro_rules! tags {
    ($($tag:ident)*) => {
        $(
            #[doc = concat!("`<", stringify!($tag), ">`.")]
            pub(crate) fn $tag() -> El {
                El::new(stringify!($tag))
            }
        )*
    };
}

tags! {
    a aside b blockquote button code datalist dd details dialog div dl dt fieldset form h1 h2 h3 header hr img input kbd label legend
    li main mark nav ol option p section select span strong summary table tbody td textarea th thead time tr ul
}

impl El {
    fn new(tag: &'static str) -> Self {
        Self { tag, attributes: Vec::new(), children: Vec::new() }
    }

    /// An attribute: a text, perhaps none, or something that says which.
    pub(crate) fn attr(mut self, name: &'static str, value: impl IntoText) -> Self {
        self.attributes.push(match value.into_text() {
            Text::Still(None) => return self,
            Text::Still(Some(text)) => custom_attribute(name, text).into_any_attr(),
            Text::Live(text) => custom_attribute(name, text).into_any_attr(),
        });
        self
    }

    /// Its id.
    pub(crate) fn id(self, id: impl IntoText) -> Self {
        self.attr("id", id)
    }

    /// Its classes.
    pub(crate) fn class(self, class: impl IntoText) -> Self {
        self.attr("class", class)
    }

    /// A class that is there while something is so.
    pub(crate) fn when(mut self, name: &'static str, is_so: impl Fn() -> bool + Send + 'static) -> Self {
        let is_so: Box<dyn FnMut() -> bool + Send> = Box::new(is_so);
        self.attributes.push(class((name, is_so)).into_any_attr());
        self
    }

    /// A style that follows a value.
    pub(crate) fn style(mut self, name: &'static str, value: impl Fn() -> String + Send + 'static) -> Self {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.attributes.push(style((name, value)).into_any_attr());
        self
    }

    /// A property that follows a flag, such as `checked`.
    pub(crate) fn flag(mut self, name: &'static str, is_so: impl Fn() -> bool + Send + 'static) -> Self {
        let is_so: Box<dyn FnMut() -> bool + Send> = Box::new(is_so);
        self.attributes.push(prop(name, is_so).into_any_attr());
        self
    }

    /// The value of a field, which follows a text.
    pub(crate) fn value(mut self, value: impl Fn() -> String + Send + 'static) -> Self {
        let value: Box<dyn FnMut() -> String + Send> = Box::new(value);
        self.attributes.push(prop("value", value).into_any_attr());
        self
    }

    /// What happens on an event.
    pub(crate) fn on<E>(mut self, event: E, mut act: impl FnMut(E::EventType) + 'static) -> Self
    where
        E: EventDescriptor,
        E::EventType: JsCast,
    {
        let act: Box<dyn FnMut(web_sys::Event)> = Box::new(move |event| act(event.unchecked_into()));
        self.attributes.push(on(Custom::<web_sys::Event>::new(event.name()), act).into_any_attr());
        self
    }

    /// Where the element is found once it is drawn.
    pub(crate) fn node_ref<E>(mut self, place: NodeRef<E>) -> Self
    where
        E: leptos::html::ElementType + 'static,
        E::Output: JsCast + Clone + 'static,
    {
        self.attributes.push(node_ref::<E, _>(place).into_any_attr());
        self
    }

    /// What is in it.
    pub(crate) fn child(mut self, child: impl Put) -> Self {
        child.put(&mut self.children);
        self
    }

    /// As a view of the framework.
    pub(crate) fn into_any(self) -> AnyView {
        custom(self.tag).add_any_attr(self.attributes).child(self.children).into_any()
    }
}

/// A text that stays, or one that follows what it reads.
pub(crate) enum Text {
    /// It stays.
    Still(Option<String>),
    /// It follows.
    Live(Box<dyn FnMut() -> Option<String> + Send>),
}

/// What may stand as the value of an attribute.
pub(crate) trait IntoText {
    /// As a text.
    fn into_text(self) -> Text;
}

/// What a text may be read as.
pub(crate) trait MaybeText {
    /// The text, if there is one.
    fn maybe(self) -> Option<String>;
}

impl MaybeText for &'static str {
    fn maybe(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl MaybeText for String {
    fn maybe(self) -> Option<String> {
        Some(self)
    }
}

impl MaybeText for Option<&'static str> {
    fn maybe(self) -> Option<String> {
        self.map(str::to_owned)
    }
}

impl MaybeText for Option<String> {
    fn maybe(self) -> Option<String> {
        self
    }
}

impl<F, T> IntoText for F
where
    F: Fn() -> T + Send + 'static,
    T: MaybeText,
{
    fn into_text(self) -> Text {
        Text::Live(Box::new(move || self().maybe()))
    }
}

macro_rules! still {
    ($($kind:ty)*) => {
        $(impl IntoText for $kind {
            fn into_text(self) -> Text {
                Text::Still(self.maybe())
            }
        })*
    };
}

still! { &'static str String Option<&'static str> Option<String> }

/// What may stand in an element.
pub(crate) trait Put {
    /// Adds itself to the children.
    fn put(self, children: &mut Vec<AnyView>);
}

impl Put for El {
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(self.into_any());
    }
}

impl Put for AnyView {
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(self);
    }
}

impl Put for &'static str {
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(self.to_owned().into_any());
    }
}

impl Put for String {
    fn put(self, children: &mut Vec<AnyView>) {
        children.push(IntoAny::into_any(self));
    }
}

impl<T: Put> Put for Option<T> {
    fn put(self, children: &mut Vec<AnyView>) {
        if let Some(child) = self {
            child.put(children);
        }
    }
}

impl<T: Put> Put for Vec<T> {
    fn put(self, children: &mut Vec<AnyView>) {
        for child in self {
            child.put(children);
        }
    }
}

impl<T: Put, const N: usize> Put for [T; N] {
    fn put(self, children: &mut Vec<AnyView>) {
        for child in self {
            child.put(children);
        }
    }
}

/// What follows what it reads.
impl<F, T> Put for F
where
    F: Fn() -> T + Send + 'static,
    T: Put,
{
    fn put(self, children: &mut Vec<AnyView>) {
        let live: Box<dyn FnMut() -> AnyView + Send> = Box::new(move || all(self()));
        children.push(live.into_any());
    }
}

macro_rules! put_tuples {
    ($(($($part:ident)*))*) => {
        $(impl<$($part: Put),*> Put for ($($part,)*) {
            #[expect(non_snake_case, reason = "a part is named by its type")]
            fn put(self, children: &mut Vec<AnyView>) {
                let ($($part,)*) = self;
                $($part.put(children);)*
            }
        })*
    };
}

put_tuples! { (A B) (A B C) (A B C D) (A B C D E) (A B C D E F) (A B C D E F G) (A B C D E F G H) }

/// Rows that are kept while their key is there: `row` draws one.
pub(crate) fn keyed(
    keys: impl Fn() -> Vec<String> + Send + Sync + 'static,
    row: impl Fn(String) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    drawn_by_key(Arc::new(keys), Arc::new(row))
}

/// Rows of a list that is asked for anew with every change: each is kept as long as nothing about it changes, so that nobody
/// loses the focus to what happened elsewhere.
pub(crate) fn keyed_by_id<T>(
    rows: RwSignal<Vec<T>>,
    id: fn(&T) -> &str,
    row: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Debug + Send + Sync + 'static,
{
    let key = move |one: &T| format!("{}\n{one:?}", id(one));
    let keys = watch(move || rows.with(|rows| rows.iter().map(key).collect::<Vec<_>>()));
    keyed(
        move || keys.get(),
        move |wanted| {
            let found = rows.with_untracked(|rows| rows.iter().find(|one| key(one) == wanted).cloned());
            all(found.map(&row))
        },
    )
}

fn drawn_by_key(
    keys: Arc<dyn Fn() -> Vec<String> + Send + Sync>,
    row: Arc<dyn Fn(String) -> AnyView + Send + Sync>,
) -> AnyView {
    let rows = ForProps::builder().each(move || keys()).key(String::clone).children(move |key| row(key));
    For(rows.build()).into_any()
}

/// Several as one view.
pub(crate) fn all(parts: impl Put) -> AnyView {
    let mut children = Vec::new();
    parts.put(&mut children);
    if children.len() > 1 { children.into_any() } else { children.pop().unwrap_or_else(|| ().into_any()) }
}
