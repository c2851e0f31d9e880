using System.CommandLine;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Audit;

namespace ClientRegistry.Web.Commands;

/// <summary><c>audit verify</c>: checks the audit trail, names the first broken entry.</summary>
internal static class AuditCommands
{
    public static Command Create() => new("audit", "The audit trail.") { Verify() };

    private static Command Verify()
    {
        var command = new Command("verify", "Checks the audit trail and names the first broken entry.");
        command.SetAction((_, ct) => CommandHost.RunAsync(
            async (services, token) =>
            {
                var outcome = await services.GetRequiredService<VerifyAuditTrail>()
                    .RunAsync(Actor.Operator, new Progress(services.GetRequiredService<TimeProvider>()), token);
                return outcome is { Succeeded: true, Value.Broken: { } broken }
                    ? CommandLine.Complain(CommandLine.Refused, [$"Entry {broken.Sequence} is broken. {broken.What}"])
                    : CommandHost.Finish(outcome, Print);
            },
            ct));
        return command;
    }

    private static void Print(AuditReport report) => Console.Out.WriteLine(
        report.Whole == 0
            ? "The audit trail is empty."
            : $"All {report.Whole} entries are whole. The last hash is {report.LastHash}");

    /// <summary>A line on standard error now and then, so that long work shows.</summary>
    private sealed class Progress(TimeProvider clock) : IProgress<long>
    {
        private static readonly TimeSpan Gap = TimeSpan.FromSeconds(5);

        private long _last = clock.GetTimestamp();

        public void Report(long value)
        {
            if (clock.GetElapsedTime(_last) < Gap) return;

            _last = clock.GetTimestamp();
            Console.Error.WriteLine($"{value} entries checked");
        }
    }
}
