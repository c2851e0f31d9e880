using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace ClientRegistry.Migrations.SqlServer;

/// <summary>
/// Microsoft.Data.SqlClient reports a command that its caller gave up as a severe error of the server
/// (dotnet/SqlClient#26). A caller who hung up is no failure: here it becomes what every other code throws.
/// </summary>
internal sealed class CancelledCommands : DbCommandInterceptor
{
    public static CancelledCommands Instance { get; } = new();

    public override Task CommandCanceledAsync(
        DbCommand command, CommandEndEventData eventData, CancellationToken cancellationToken = default) =>
        cancellationToken.IsCancellationRequested
            ? Task.FromException(new OperationCanceledException(cancellationToken))
            : Task.CompletedTask;
}
