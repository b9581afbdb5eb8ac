//! What the lint finds about a chatflow before it is published (N5).

texts! {
    LintExample: "{why} For example: {url}", "{why} Zum Beispiel: {url}";
    LintUnreachable: "Nobody would ever get it: “{other}” comes first on every page it names. Give it a higher priority.", "Niemand bekäme ihn je: „{other}“ kommt auf jeder Seite zuerst, die er nennt. Geben Sie ihm eine höhere Priorität.";
    LintUnreachableBySeveral: "Nobody would ever get it: others come first on every page it names. Give it a higher priority.", "Niemand bekäme ihn je: Andere kommen auf jeder Seite zuerst, die er nennt. Geben Sie ihm eine höhere Priorität.";
    LintOverlap: "“{other}” comes first on such pages. Give this chatflow a higher priority if it is meant for them.", "„{other}“ kommt auf solchen Seiten zuerst. Geben Sie diesem Chatflow eine höhere Priorität, wenn er für sie gedacht ist.";
    LintHides: "“{other}” would never be shown: this chatflow comes first on every page it names.", "„{other}“ würde nie gezeigt: Dieser Chatflow kommt auf jeder Seite zuerst, die er nennt.";
    LintTakes: "This chatflow comes first on pages that “{other}” names. Give that one a higher priority if they are its own.", "Dieser Chatflow kommt zuerst auf Seiten, die „{other}“ nennt. Geben Sie jenem eine höhere Priorität, wenn es seine sind.";
    LintDuplicate: "This says the same as rule {n} of the list. One of them is enough.", "Das sagt dasselbe wie Regel {n} der Liste. Eine davon genügt.";
    LintCovered: "Rule {n} of the list already matches all these pages. This one can go.", "Regel {n} der Liste trifft schon auf alle diese Seiten zu. Diese kann weg.";
    LintUnmet: "No page rule matches any of these pages, so there is nothing to leave out.", "Keine Seitenregel trifft auf eine dieser Seiten zu; hier ist nichts auszunehmen.";
    LintExcluded: "Exclusion {n} leaves out every page that this rule matches.", "Ausnahme {n} nimmt jede Seite aus, auf die diese Regel zutrifft.";
    LintNoPage: "This matches no page of the sitemap.", "Das trifft auf keine Seite der Sitemap zu.";
    LintRegex: "A plain rule says the same, and browsers can decide it by themselves.", "Eine einfache Regel sagt dasselbe, und Browser können sie selbst entscheiden.";
    LintMootHidden: "Anonymous visitors are on no list, so there is nobody to hide it from.", "Anonyme Besucher stehen auf keiner Liste; es gibt niemanden, vor dem er zu verbergen wäre.";
    LintMootList: "It is hidden from the members of this list anyway.", "Vor den Mitgliedern dieser Liste ist er ohnehin verborgen.";
    LintContradiction: "This cannot hold together with condition {n} of the group.", "Das kann nicht zugleich mit Bedingung {n} der Gruppe zutreffen.";
    LintNever: "This condition holds for nobody.", "Diese Bedingung trifft auf niemanden zu.";
}
