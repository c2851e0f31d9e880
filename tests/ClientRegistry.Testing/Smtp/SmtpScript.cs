using System.Collections.Immutable;

namespace ClientRegistry.Testing.Smtp;

/// <summary>
/// The rules by which the server departs from good behaviour. They are tried in the order in which they were added; the
/// first that applies decides, except that holding and leaving out an extension let later rules have their say too. A
/// rule counts only the moments that no earlier rule settled, so rules for one time each work off like a queue.
/// </summary>
public sealed class SmtpScript
{
    private ImmutableList<SmtpRule> _rules = [];

    internal SmtpScript() { }

    /// <summary>Begins a rule. Nothing is in force until one of its closing words (Reply, Drop, …) is called.</summary>
    /// <param name="step">Where the rule applies.</param>
    public SmtpRuleBuilder When(SmtpStep step) => new(this, step);

    /// <summary>Removes every rule: the server behaves again.</summary>
    public void Clear() => ImmutableInterlocked.Update(ref _rules, rules => rules.Clear());

    internal SmtpRule Add(SmtpRuleBuilder draft, SmtpAction action)
    {
        SmtpRule rule = new(draft.Matches, draft.Skipped, draft.Limit, draft.Accepts, action, Remove);
        ImmutableInterlocked.Update(ref _rules, rules => rules.Add(rule));
        return rule;
    }

    /// <summary>Lazy on purpose: a rule behind the one that decided must not count the moment.</summary>
    internal IEnumerable<SmtpRule> RulesFor(SmtpMoment moment) => _rules.Where(rule => rule.Takes(moment));

    private void Remove(SmtpRule rule) => ImmutableInterlocked.Update(ref _rules, rules => rules.Remove(rule));
}
