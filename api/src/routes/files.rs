//! Pages, scripts and the description itself.

use protocol::code::Code;

use crate::operation::{Access, Operation, Tag};

pub(super) fn all() -> Vec<Operation> {
    let file = |path, id, summary| Operation::get(path, id, summary).belongs_to(Tag::Files, Access::Anybody);
    vec![
        file("/", "start", "The start page").sends(&["text/html"], "A page that says what this is."),
        file("/openapi.json", "description", "This description")
            .sends(&["application/json"], "OpenAPI 3.1."),
        file("/embed/{account}.js", "loader", "The loader, with the decision for the page that asks")
            .about(
                "What the snippet names. The page is known by the header `Referer`, where the browser sends it whole; \
                 it is used for the decision and neither stored nor logged.",
            )
            .sends(&["text/javascript"], "The loader.")
            .or(304, "It is still the same for this page.")
            .or(404, "There is no such account; the body is a comment."),
        file("/widget/{file}", "widgetFile", "A file of the widget, for pages of any origin")
            .about("`texts-HASH-{wish}` is the words in the language nearest to the one that is wished for.")
            .sends(
                &["text/javascript", "application/wasm", "application/json"],
                "The file; its name changes with its content.",
            )
            .refuses(&[Code::NotFound]),
        file("/chat/{account}", "chatPage", "The chat on a page of its own, with the chatflow that targeting chooses for it")
            .sends(&["text/html"], "The page.")
            .or(404, "There is no such account; a page says so."),
        file("/chat/{account}/{chatflow}", "chatPageOf", "The same with a chatflow of its choice")
            .about("What the chatflow's own rules say of pages does not count here; that it is switched on does.")
            .sends(&["text/html"], "The page.")
            .or(404, "There is no such chatflow, or it is switched off; a page says so."),
        file("/preview", "preview", "The page that shows a chatflow in the console's editor")
            .about("A document of no origin, for a frame of the console: it reaches the widget's files and nothing else.")
            .sends(&["text/html"], "The page."),
        file("/preview/loader.js", "previewLoader", "The loader, for that page")
            .sends(&["text/javascript"], "It starts with what the page says."),
        file("/console", "console", "The agents' application").sends(&["text/html"], "The page."),
        file("/console/{page}", "consolePage", "A page or a file of the agents' application")
            .about("A page may have more than one segment.")
            .sends(&["text/html", "text/javascript", "application/wasm", "text/css"], "The page or the file.")
            .refuses(&[Code::NotFound]),
    ]
}
