namespace ClientRegistry.Registration.Mail.Writing;

/// <summary>Renders the text part. Lines are not broken, so that addresses and secrets stay whole.</summary>
public static class MailText
{
    /// <summary>Renders it.</summary>
    /// <param name="document">What the mail says.</param>
    public static string Render(MailDocument document)
    {
        var lines = new List<string> { MailWords.OneLine(document.Greeting), "" };
        foreach (var block in document.Blocks)
        {
            lines.AddRange(Lines(block));
            lines.Add("");
        }

        lines.Add("-- ");
        lines.AddRange(document.Footer.Select(line => MailWords.OneLine(line)));
        return string.Join('\n', lines) + "\n";
    }

    private static IEnumerable<string> Lines(MailBlock block) => block switch
    {
        Paragraph paragraph => [MailWords.OneLine(paragraph.Text)],
        Heading heading => [MailWords.OneLine(heading.Text).ToUpperInvariant()],
        Facts facts => facts.Lines.Select(fact => $"{fact.Label}: {MailWords.OneLine(fact.Value)}"),
        Items items => [$"{items.Title}:", .. items.Values.Select(value => $"  {MailWords.OneLine(value)}")],
        Quotation quotation =>
            [$"{MailWords.OneLine(quotation.Title)}:", .. MailWords.Lines(quotation.Text).Select(line => $"> {line}")],
        Sample sample => [$"{sample.Title}:", "", .. sample.Text.Split('\n').Select(line => $"    {line}")],
        NextStep step => [$"{step.Title}:", step.Address],
        _ => throw new ArgumentOutOfRangeException(nameof(block), block.GetType().Name, "Nobody renders this block."),
    };
}
