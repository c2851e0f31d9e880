namespace ClientRegistry.Testing.Smtp;

/// <summary>What the parts of one conversation share: its state, its answers, and at each step the script's say.</summary>
internal sealed class SmtpConversation(
    SmtpTestServer server, SmtpConnection connection, int number, CancellationToken stopping)
{
    private readonly HashSet<string> _omitted = new(StringComparer.OrdinalIgnoreCase);

    internal SmtpTestServerOptions Options => server.Options;

    internal SmtpConnection Connection => connection;

    internal bool Ended { get; private set; }

    internal bool Greeted { get; set; }

    internal string? SignedInAs { get; set; }

    internal SmtpTransaction? Transaction { get; set; }

    internal bool MayEncrypt =>
        Options.Security == SmtpTransportSecurity.StartTls && !connection.Encrypted && Knows("STARTTLS");

    /// <summary>
    /// Who strips STARTTLS wants the clear text, so that server takes it gladly: a client that gives in is then caught
    /// by the unencrypted mail, not saved by a refusal.
    /// </summary>
    internal bool MustEncryptFirst => MayEncrypt;

    internal bool MaySignIn => Options.Credentials is not null && !MustEncryptFirst && Knows("AUTH");

    internal bool Knows(string extension) => !_omitted.Contains(extension);

    /// <summary>Lets the script act; when it has nothing to say, does what is usual.</summary>
    internal async Task AtAsync(SmtpStep step, string line, Func<Task> usual, string? recipient = null)
    {
        SmtpMoment moment = new()
        {
            Step = step,
            Connection = number,
            Line = line,
            Encrypted = connection.Encrypted,
            AuthenticatedAs = SignedInAs,
            MailFrom = Transaction?.From,
            Recipients = recipient is null ? Transaction?.Recipients ?? [] : [recipient],
            Raw = Transaction?.Raw ?? [],
        };
        foreach (var rule in server.Script.RulesFor(moment))
        {
            if (rule.Accepts)
                Accept();
            if (await PerformAsync(step, rule.Action))
                return;
        }

        await usual();
    }

    internal async Task ReplyAsync(int code, string text)
    {
        await SendLineAsync($"{code} {text}");
        // RFC 5321 section 3.8: 421 announces that the server closes.
        if (code == 421)
            End("closed after 421");
    }

    internal async Task SendLineAsync(string line)
    {
        server.Transcript.Server(number, line);
        await connection.SendLineAsync(line, stopping);
    }

    internal Task<byte[]?> ReadLineAsync() => connection.ReadLineAsync(stopping);

    internal async Task EncryptAsync()
    {
        await connection.EncryptAsync(SmtpTestCertificates.For(server.Certificate), stopping);
        server.Transcript.Event(number, "encrypted");
    }

    internal void Hear(string line) => server.Transcript.Client(number, line);

    internal void Blame(string fault) => server.AddFault($"{number}: {fault}");

    internal void End(string why)
    {
        Ended = true;
        server.Transcript.Event(number, why);
    }

    internal void Accept()
    {
        if (Transaction is not { Accepted: false } transaction)
            return;
        transaction.Accepted = true;
        server.Mails.Add(order => new ReceivedMail
        {
            Order = order,
            EnvelopeFrom = transaction.From,
            Recipients = [.. transaction.Recipients],
            Raw = transaction.Raw,
            Encrypted = connection.Encrypted,
            AuthenticatedAs = SignedInAs,
            Connection = number,
            EightBitMime = transaction.EightBitMime,
            SmtpUtf8 = transaction.SmtpUtf8,
        });
        server.Transcript.Event(number, "message accepted");
    }

    /// <summary>True when this settled the step, false when it is still open.</summary>
    private async Task<bool> PerformAsync(SmtpStep step, SmtpAction action)
    {
        switch (action)
        {
            case SmtpAction.Hold hold:
                server.Transcript.Event(number, $"held at {step}");
                await hold.Gate.PassAsync(stopping);
                return false;
            case SmtpAction.Omit omit:
                _omitted.Add(omit.Extension);
                return false;
            case SmtpAction.Answer answer:
                await ReplyAsync(answer.Code, answer.Text);
                if (step == SmtpStep.Connect && answer.Code != 220)
                    End("connection refused");
                return true;
            case SmtpAction.Raw raw:
                await connection.SendAsync(raw.Bytes, stopping);
                if (raw.ThenClose)
                    End("closed after raw bytes");
                return true;
            case SmtpAction.Endless endless:
                server.Transcript.Event(number, "sending without end");
                while (true)
                    await connection.SendAsync(endless.Piece, stopping);
            default:
                connection.Cut();
                End($"dropped at {step}");
                return true;
        }
    }
}
