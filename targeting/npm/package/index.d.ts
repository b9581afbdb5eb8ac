export { Book, RuleBook, compile } from "./targeting.js";
export type {
  Audience, AudienceClause, Chatflow, ChatflowTrace, Condition, ConditionOperator, ConditionTrace, Decision, InertReason,
  Operator, Rule, RuleNote, RuleTrace, TargetingError, Trace, Verdict, Visitor,
} from "./targeting.js";
