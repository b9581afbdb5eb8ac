export { Book, RuleBook, compile, lint } from "./targeting.js";
export type {
  Audience, AudienceClause, Chatflow, ChatflowTrace, Condition, ConditionOperator, ConditionTrace, Decision, Finding, InertReason,
  Operator, Rule, RuleNote, RuleTrace, TargetingError, Trace, Verdict, Visitor,
} from "./targeting.js";
