//! The words of the site map that addresses and rules are made of.

/// The sites of the account.
pub(crate) const HOSTS: [&str; 8] = [
    "www.kiln-and-clay.example", "shop.kiln-and-clay.example", "blog.kiln-and-clay.example",
    "www.harbour-lights.example", "www.oakfield-tools.example", "help.oakfield-tools.example",
    "www.linden-books.example", "de.linden-books.example",
];

/// The first segment of a path.
pub(crate) const SECTIONS: [&str; 24] = [
    "shop", "products", "pricing", "blog", "guides", "help", "docs", "support", "about", "careers", "events",
    "news", "stories", "customers", "partners", "solutions", "industries", "features", "integrations",
    "downloads", "webinars", "glossary", "academy", "community",
];

/// Where campaigns send visitors from.
pub(crate) const SOURCES: [&str; 8] = [
    "google", "bing", "newsletter", "facebook", "linkedin", "partner", "fair", "youtube",
];

/// The account's lists.
pub(crate) const LISTS: [&str; 40] = [
    "vip", "trial", "churned", "newsletter", "partners", "press", "students", "teachers", "resellers",
    "wholesale", "returning", "beta", "press-2026", "fair-berlin", "fair-paris", "fair-london", "big-carts",
    "empty-carts", "refunded", "late-payers", "subscribers", "former-subscribers", "gift-buyers",
    "birthday-month", "loyalty-gold", "loyalty-silver", "loyalty-bronze", "webinar-may", "webinar-june",
    "ebook-readers", "demo-asked", "quote-sent", "quote-lost", "sales-team-a", "sales-team-b", "region-north",
    "region-south", "region-east", "region-west", "staff",
];

/// Everything else.
pub(crate) const WORDS: [&str; 301] = [
    "amber", "anchor", "apple", "april", "arcade", "atlas", "autumn", "avenue", "badge", "bakery", "balance",
    "balcony", "bamboo", "barrel", "basket", "beacon", "bench", "berry", "bicycle", "birch", "blanket",
    "blossom", "border", "bottle", "bracket", "bridge", "bright", "bronze", "brush", "bucket", "button",
    "cabin", "cable", "camera", "candle", "canvas", "carbon", "career", "castle", "cedar", "center",
    "ceramic", "chapter", "cherry", "circle", "citrus", "classic", "clever", "clover", "cobalt", "coffee",
    "collar", "compass", "concert", "copper", "corner", "cotton", "cradle", "crystal", "curtain", "cushion",
    "custom", "daily", "dancer", "december", "desert", "design", "diamond", "dinner", "doctor", "domain",
    "double", "dragon", "drawer", "driver", "eagle", "early", "earth", "easy", "echo", "edition", "elegant",
    "ember", "energy", "engine", "escape", "evening", "event", "express", "fabric", "falcon", "family",
    "farmer", "feather", "festival", "field", "finder", "flavor", "flower", "folder", "forest", "fossil",
    "fountain", "freedom", "friday", "frozen", "future", "gadget", "galaxy", "garden", "garlic", "ginger",
    "glacier", "golden", "granite", "gravel", "grocery", "guitar", "hammer", "harbor", "harvest", "helmet",
    "herbal", "honey", "horizon", "hotel", "humble", "hunter", "icon", "index", "indigo", "island", "ivory",
    "jacket", "january", "jasmine", "journey", "jungle", "kettle", "kitchen", "ladder", "lagoon", "lantern",
    "laptop", "lavender", "leather", "legend", "lemon", "library", "linen", "local", "lucky", "luxury",
    "magnet", "mango", "maple", "marble", "market", "meadow", "medium", "melody", "merchant", "meteor",
    "midnight", "mineral", "mirror", "modern", "monitor", "morning", "mosaic", "motor", "mountain", "museum",
    "native", "nature", "needle", "nickel", "noble", "north", "novel", "number", "oasis", "ocean", "october",
    "office", "olive", "orange", "orchid", "organic", "outlet", "oxygen", "paddle", "palace", "panel",
    "paper", "parcel", "parent", "park", "pastel", "pattern", "pebble", "pepper", "phoenix", "picnic",
    "pillow", "pioneer", "planet", "plaster", "pocket", "polar", "portal", "postal", "powder", "prairie",
    "premium", "printer", "puzzle", "quartz", "quick", "quiet", "rabbit", "radio", "rainbow", "ranger",
    "raven", "ribbon", "river", "rocket", "royal", "rustic", "saddle", "safari", "saffron", "salmon",
    "sandal", "saturn", "scarlet", "school", "season", "secret", "shadow", "shelter", "signal", "silver",
    "simple", "sketch", "smart", "socket", "solar", "spider", "spring", "square", "stable", "studio",
    "summer", "sunset", "surface", "tablet", "tailor", "tango", "target", "temple", "thunder", "ticket",
    "timber", "topaz", "tower", "trader", "travel", "tropic", "tulip", "tunnel", "turbo", "umbrella",
    "uniform", "union", "urban", "valley", "vanilla", "velvet", "venture", "victory", "village", "vintage",
    "violet", "vision", "voyage", "walnut", "water", "weekend", "western", "whisper", "willow", "window",
    "winter", "wizard", "wonder", "yellow", "yogurt", "zebra", "zenith",
];
