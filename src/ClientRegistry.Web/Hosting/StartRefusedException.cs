namespace ClientRegistry.Web.Hosting;

/// <summary>The registry must not start, or a command must not run, and an operator can say why it will next time.</summary>
/// <param name="reasons">One line each; a line about configuration begins with the key.</param>
internal sealed class StartRefusedException(params IReadOnlyList<string> reasons)
    : Exception(string.Join(Environment.NewLine, reasons))
{
    public IReadOnlyList<string> Reasons { get; } = reasons;
}
