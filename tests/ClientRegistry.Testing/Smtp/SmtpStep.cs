namespace ClientRegistry.Testing.Smtp;

/// <summary>The points of a conversation at which a script may step in.</summary>
public enum SmtpStep
{
    /// <summary>The connection was accepted (and is encrypted, with implicit TLS); the greeting is due.</summary>
    Connect,

    /// <summary>EHLO or HELO arrived.</summary>
    Ehlo,

    /// <summary>STARTTLS arrived; its answer and the handshake are due.</summary>
    StartTls,

    /// <summary>AUTH arrived; its first answer is due.</summary>
    Auth,

    /// <summary>MAIL FROM arrived.</summary>
    MailFrom,

    /// <summary>RCPT TO arrived.</summary>
    RcptTo,

    /// <summary>DATA arrived; the go-ahead (354) is due.</summary>
    Data,

    /// <summary>The go-ahead was sent; nothing of the message has been read.</summary>
    Content,

    /// <summary>The final dot arrived; the answer that decides about the message is due.</summary>
    EndOfData,

    /// <summary>QUIT arrived.</summary>
    Quit,
}
