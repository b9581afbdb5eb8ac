/** How a rule compares. One that this version does not know matches nothing. */
export type Operator =
  | "all" | "is" | "is_not" | "contains" | "not_contains" | "starts_with" | "not_starts_with"
  | "matches_wildcard" | "matches_regex" | "query";

/** One condition on the address of a page. */
export interface Rule {
  op: Operator;
  /** The parameter's name, for `query`. */
  name?: string | null;
  /** What the address is compared with. For `query`: absent = present with any value, `""` = present and empty. */
  value?: string | null;
}

/** Whom a chatflow is for. */
export interface Audience {
  /** `everyone` by default. */
  who?: "everyone" | "anonymous" | "known" | "lists" | null;
  /** For `lists`: members of any of these. */
  lists?: string[] | null;
  /** Members of any of these never see the chatflow. */
  hide_for_lists?: string[] | null;
}

/** How a condition compares a fact. */
export type ConditionOperator =
  | "is" | "is_not" | "contains" | "not_contains" | "starts_with" | "not_starts_with"
  | "at_least" | "at_most" | "known" | "unknown";

/** One condition on the circumstances of a page view. */
export interface Condition {
  /** `device`, `language`, `referrer`, `country`, `region` (`DE-BY`), `visits`, `page_views`, `utm.source` (`medium`, …), `attribute.NAME`. */
  fact: string;
  op: ConditionOperator;
  value?: string | null;
}

/** What targeting needs to know of a chatflow. Other properties are passed over. */
export interface Chatflow {
  id: string;
  /** Smaller is higher; by default the position, counted from 1. Ties go by the order of the array. */
  priority?: number | bigint | null;
  /** True by default. */
  enabled?: boolean | null;
  /** Where it is shown: at least one of these matches. None at all means everywhere. */
  include?: Rule[] | null;
  /** Where it is never shown, whatever else matches. */
  exclude?: Rule[] | null;
  audience?: Audience | null;
  /** Under what circumstances: all conditions of at least one group hold. */
  conditions?: Condition[][] | null;
}

/** Who looks at the page. */
export interface Visitor {
  /** Whether a contact is tied to the browser. */
  known?: boolean | null;
  /** Ids of the lists the contact is in. */
  lists?: string[] | null;
  /** The circumstances, by the names that conditions have. What is not in here is not known. */
  facts?: Record<string, string> | null;
}

/** What a visitor gets on a page. */
export interface Decision {
  /** The chatflow's id, or null. */
  show: string | null;
  /** Which include rule matched first, from 0; null where there is none. */
  rule: number | null;
  /** The decision as one line, `p1.BOOK.PAGE.WHO.SHOWN.RULE`: the same bytes wherever it is made. */
  record: string;
}

/** Why a rule matches nothing, not even when it is negated. */
export type InertReason =
  | "empty" | "only_scheme" | "foreign_scheme" | "host" | "unknown_operator" | "no_name" | "regex";

/** What one rule said. */
export interface RuleTrace {
  op: string;
  /** The rule's text in normal form; as written where the rule is inert. */
  text: string;
  /** The part of the address that the rule looked at. */
  compared: string;
  matched: boolean;
  inert: InertReason | null;
  /** The page has no usable address and the rule is not `all`: it counts neither way. */
  not_applicable: boolean;
  undecided?: boolean;
  /** A negative rule beside others: joined by OR they as good as always match. */
  tautology: boolean;
}

/** What one condition said. */
export interface ConditionTrace {
  fact: string;
  op: string;
  value: string;
  actual: string | null;
  holds: boolean;
}

/** Which clause keeps a visitor out. */
export type AudienceClause =
  | "needs_anonymous" | "needs_known" | "needs_list" | "no_list_chosen" | "hide_list" | "unknown_audience";

/** The one reason that settled a chatflow's fate. */
export type Verdict =
  | { verdict: "disabled" }
  | { verdict: "audience"; clause: AudienceClause }
  | { verdict: "excluded"; rule: number }
  | { verdict: "no_include_matched" }
  | { verdict: "conditions" }
  | { verdict: "won"; rule: number | null }
  | { verdict: "shadowed"; by: string; rule: number | null };

/** What became of one chatflow. */
export type ChatflowTrace = Verdict & {
  id: string;
  /** A bigint where a number cannot hold it. */
  priority: number | bigint;
  include: RuleTrace[];
  exclude: RuleTrace[];
  conditions?: ConditionTrace[][];
};

/** Why each chatflow is shown on a page or not, highest priority first. */
export interface Trace {
  show: string | null;
  page: {
    /** The address in normal form; empty if unusable. */
    url: string;
    usable: boolean;
  };
  chatflows: ChatflowTrace[];
}

/** What an author should know about one rule. */
export interface RuleNote {
  chatflow: string;
  list: "include" | "exclude";
  rule: number;
  note: "inert" | "wildcard_literal";
  reason?: InertReason;
}

/** A rule, a list or a whole chatflow that is legal and probably not what was meant. */
export interface Finding {
  /** Such as `chatflow_unreachable`, `rule_duplicate`, `rule_negative_or`; more may come. */
  code: string;
  chatflow: string;
  /** Where in the chatflow, such as `include[2]`; empty: the whole of it. */
  place: string;
  /** The other chatflow or rule that it has to do with. */
  other?: { chatflow: string; place: string };
  /** A page view that shows it. */
  witness?: { url: string; visitor: Visitor; shown?: string };
  /** What to do about it, where that is clear. */
  remedy?: { do: "move_to_exclusions" | "delete" | "put_before" } | { do: "replace"; rule: Rule };
  inert?: InertReason;
  /** Whether nobody can get the chatflow because of it. */
  nobody?: boolean;
}

/** What is thrown where something cannot be read. */
export interface TargetingError extends Error {
  name: "TargetingError";
  /** `shape`: not what the types say. `book`: damaged, or of another version. `missing_facts`, `missing_regex`. */
  code: "shape" | "book" | "missing_facts" | "missing_regex" | "number" | "undecided";
  /** Such as `chatflows[0].include[1].op`; empty where no field is to blame. */
  field: string;
}
