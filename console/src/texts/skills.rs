//! Skills: what people can do, and what conversations ask for.

texts! {
    SkillsTitle: "Skills", "Fähigkeiten";
    SkillsLead: "What people can do: a language, a product. The routing of a chatflow may ask for it.", "Was jemand kann: eine Sprache, ein Produkt. Die Zuweisung eines Chatflows kann es verlangen.";
    SkillsNone: "There are no skills yet.", "Es gibt noch keine Fähigkeiten.";
    SkillNew: "New skill", "Neue Fähigkeit";
    SkillName: "Name of the skill", "Name der Fähigkeit";
    SkillHas: "Who has it", "Wer sie hat";
    SkillNobody: "Nobody has it", "Niemand hat sie";
    SkillChange: "Change the skill {name}", "Fähigkeit {name} ändern";
    SkillDelete: "Delete the skill {name}", "Fähigkeit {name} löschen";
    SkillSave: "Save skill", "Fähigkeit speichern";
    SkillSaved: "The skill is saved.", "Die Fähigkeit ist gespeichert.";
    SkillDeleted: "The skill {name} is deleted.", "Die Fähigkeit {name} ist gelöscht.";
    SkillNotSaved: "Not saved. {why}", "Nicht gespeichert. {why}";
    WrongSkillName: "Give the skill a name.", "Geben Sie der Fähigkeit einen Namen.";
    AskedSkills: "Skills that they need", "Fähigkeiten, die sie brauchen";
    AskedSkillsHelp: "Only who has all of these gets a conversation. Without a tick nothing is asked for.", "Nur wer alle davon hat, bekommt ein Gespräch. Ohne Häkchen wird nichts verlangt.";
    SkillsMadeInSettings: "There are no skills yet. They are made in the settings.", "Es gibt noch keine Fähigkeiten. Sie entstehen in den Einstellungen.";
    VerdictLacksSkill: "lacks a skill", "es fehlt eine Fähigkeit";
    VerdictLacksSkills: "lacks {skills}", "es fehlt: {skills}";
}
