//! Enums that are objects on the wire, with their variant's name in one field: the tag.
//!
//! serde reads such an object by way of a buffer, because the tag may come last, and everything that may be in one is
//! compiled a second time, to be read from that buffer. A console has all of a text as a tree before it looks into it, and needs
//! no buffer. So there are two ways: text is read as ever; a deserializer that says that it is for no human eyes is asked for an
//! enum whose name is the tag, and looks up the variant's name there. Both are made from the one list of variants.

/// An enum with `$tag` as its tag, and its variants' names in small letters.
macro_rules! tagged {
    ($tag:tt, $(#[$about:meta])* $sight:vis enum $name:ident { $($variants:tt)* }) => {
        #[cfg_attr(feature = "serde", derive(serde::Serialize))]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        #[cfg_attr(feature = "serde", serde(tag = $tag, rename_all = "snake_case"))]
        $(#[$about])*
        $sight enum $name { $($variants)* }

        #[cfg(feature = "serde")]
        const _: () = {
            type Whole = $name;

            #[derive(serde::Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(remote = "Whole", tag = $tag, rename_all = "snake_case")]
            #[allow(dead_code, reason = "only what is derived from it is used")]
            enum OfText { $($variants)* }

            #[derive(serde::Deserialize)]
            #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
            #[serde(remote = "Whole", rename = $tag, rename_all = "snake_case")]
            #[allow(dead_code, reason = "only what is derived from it is used")]
            enum OfTree { $($variants)* }

            impl<'de> serde::Deserialize<'de> for $name {
                fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                    if from.is_human_readable() { OfText::deserialize(from) } else { OfTree::deserialize(from) }
                }
            }
        };
    };
}
