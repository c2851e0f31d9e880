using System.Text;

namespace ClientRegistry.Testing.Smtp;

/// <summary>A rule in the making: conditions first, then one closing word that puts it in force.</summary>
public sealed record SmtpRuleBuilder
{
    private readonly SmtpScript _script;
    private readonly SmtpStep _step;

    internal SmtpRuleBuilder(SmtpScript script, SmtpStep step)
    {
        _script = script;
        _step = step;
        Matches = moment => moment.Step == step;
    }

    internal Func<SmtpMoment, bool> Matches { get; private init; }

    internal int Skipped { get; private init; }

    internal int Limit { get; private init; } = int.MaxValue;

    internal bool Accepts { get; private init; }

    /// <summary>Only where <paramref name="condition"/> holds too.</summary>
    public SmtpRuleBuilder Where(Func<SmtpMoment, bool> condition)
    {
        var before = Matches;
        return this with { Matches = moment => before(moment) && condition(moment) };
    }

    /// <summary>Only for this recipient: the one asked about, or one of the transaction's.</summary>
    public SmtpRuleBuilder ForRecipient(string address) =>
        Where(moment => moment.Recipients.Contains(address, StringComparer.OrdinalIgnoreCase));

    /// <summary>Lets the first <paramref name="count"/> matching moments pass.</summary>
    public SmtpRuleBuilder Skip(int count) => this with { Skipped = count };

    /// <summary>Applies to at most <paramref name="count"/> matching moments.</summary>
    public SmtpRuleBuilder Times(int count) => this with { Limit = count };

    /// <summary>Applies to one matching moment.</summary>
    public SmtpRuleBuilder Once() => Times(1);

    /// <summary>Applies to the <paramref name="number"/>th matching moment only, from 1.</summary>
    public SmtpRuleBuilder OnOccurrence(int number) => Skip(number - 1).Once();

    /// <summary>The message is accepted and recorded first; only the answer goes wrong. For the end of data.</summary>
    public SmtpRuleBuilder AfterAccepting() => _step == SmtpStep.EndOfData
        ? this with { Accepts = true }
        : throw new InvalidOperationException($"Nothing can be accepted at {_step}; use {nameof(SmtpStep.EndOfData)}.");

    /// <summary>Answers with this code and text. 421, and any refusal of a connection, closes the connection.</summary>
    public SmtpRule Reply(int code, string text) => _script.Add(this, new SmtpAction.Answer(code, text));

    /// <summary>Closes the connection without an answer.</summary>
    public SmtpRule Drop() => _script.Add(this, new SmtpAction.Drop());

    /// <summary>Holds the conversation; once released it goes on as usual.</summary>
    public SmtpGate Hold()
    {
        SmtpGate gate = new();
        gate.Rule = _script.Add(this, new SmtpAction.Hold(gate));
        return gate;
    }

    /// <summary>Leaves an extension out of the answer to EHLO and does not know its command.</summary>
    public SmtpRule Omit(string extension) => _step == SmtpStep.Ehlo
        ? _script.Add(this, new SmtpAction.Omit(extension))
        : throw new InvalidOperationException($"Extensions are told at {nameof(SmtpStep.Ehlo)}, not at {_step}.");

    /// <summary>Acts like somebody in the middle who strips STARTTLS from the answer to EHLO.</summary>
    public SmtpRule StripStartTls() => Omit("STARTTLS");

    /// <summary>Sends these bytes in place of the answer.</summary>
    /// <param name="bytes">What to send, as it is.</param>
    /// <param name="thenClose">Closes the connection afterwards.</param>
    public SmtpRule SendRaw(ReadOnlyMemory<byte> bytes, bool thenClose = false) =>
        _script.Add(this, new SmtpAction.Raw(bytes, thenClose));

    /// <summary>Sends lines that are no SMTP answer.</summary>
    public SmtpRule SendGarbage() =>
        SendRaw(Encoding.Latin1.GetBytes("\0\u0001\u00ff\u00fe <html>\r\nlorem ipsum\r\n"));

    /// <summary>Sends continuation lines of one answer until the client leaves or the server stops.</summary>
    /// <param name="code">The code before each of them.</param>
    public SmtpRule SendEndlessLines(int code = 250) =>
        _script.Add(this, new SmtpAction.Endless(Encoding.ASCII.GetBytes($"{code}-and another thing\r\n")));

    /// <summary>Sends one line that never ends.</summary>
    public SmtpRule SendEndlessLine() => _script.Add(this, new SmtpAction.Endless("250 and so on "u8.ToArray()));
}
