using ClientRegistry.Testing.TransactSql;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace ClientRegistry.Core.Tests.Data;

public sealed class CancellationTests
{
    [Fact]
    public async Task A_query_to_sql_server_whose_caller_hangs_up_is_cancelled_and_not_failed()
    {
        using var caller = new CancellationTokenSource();
        await using var db = new SilentSqlServer(caller.Cancel).CreateDbContext();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => db.Scopes.ToListAsync(caller.Token));
    }
}
