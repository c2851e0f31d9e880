namespace ClientRegistry.Registration.Mail.Writing;

/// <summary>
/// What a mail says, free of markup: the one source of its text part (<see cref="MailText"/>) and its HTML part. Both make
/// harmless whatever people typed.
/// </summary>
/// <param name="Subject">One line.</param>
/// <param name="Greeting">How it begins.</param>
/// <param name="Blocks">What it says, in order.</param>
/// <param name="Footer">Who sent it, when, and whom to ask.</param>
public sealed record MailDocument(
    string Subject, string Greeting, IReadOnlyList<MailBlock> Blocks, IReadOnlyList<string> Footer);

/// <summary>A piece of a mail.</summary>
public abstract record MailBlock;

/// <summary>Plain sentences.</summary>
public sealed record Paragraph(string Text) : MailBlock;

/// <summary>The title of what follows.</summary>
public sealed record Heading(string Text) : MailBlock;

/// <summary>Names and values, a line each.</summary>
public sealed record Facts(IReadOnlyList<Fact> Lines) : MailBlock;

/// <summary>A name and its value.</summary>
/// <param name="Label">The name.</param>
/// <param name="Value">The value.</param>
/// <param name="IsExact">True for what is copied to the character.</param>
public sealed record Fact(string Label, string Value, bool IsExact = false);

/// <summary>Several values of one kind.</summary>
/// <param name="Title">What they are.</param>
/// <param name="Values">A line each.</param>
/// <param name="IsExact">True for what is copied to the character.</param>
public sealed record Items(string Title, IReadOnlyList<string> Values, bool IsExact = false) : MailBlock;

/// <summary>What a person wrote, in their own lines.</summary>
/// <param name="Title">Who, or what it is.</param>
/// <param name="Text">Their words.</param>
public sealed record Quotation(string Title, string Text) : MailBlock;

/// <summary>Something to type or to run, line by line.</summary>
/// <param name="Title">What it is.</param>
/// <param name="Text">The lines.</param>
public sealed record Sample(string Title, string Text) : MailBlock;

/// <summary>What to do next, as a link.</summary>
/// <param name="Title">What it does.</param>
/// <param name="Address">An absolute address of the portal.</param>
public sealed record NextStep(string Title, string Address) : MailBlock;

/// <summary>Renders the HTML part.</summary>
/// <param name="document">What the mail says.</param>
public delegate Task<string> MailHtml(MailDocument document);
