using System.Data.Common;
using System.Globalization;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Databases;
using ClientRegistry.Testing.TransactSql;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Xunit;

namespace ClientRegistry.Core.Tests.Databases;

public sealed class EmptyingTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, OnEachDatabase]
    public async Task A_database_that_was_used_is_afterwards_as_its_migrations_made_it(DatabaseKind kind)
    {
        await using var untouched = await TestDatabase.CreateAsync(kind);
        await using var world = await World.CreateAsync(kind);
        await world.IssuedAsync();
        await world.SubmittedAsync();
        await using var db = world.Database.CreateDbContext();
        Assert.NotEqual(await RowsAsync(untouched), await RowsAsync(world.Database));

        await db.EmptyAsync();

        Assert.Equal(await RowsAsync(untouched), await RowsAsync(world.Database));
        var again = await World.CreateAsync(world.Database);
        Assert.Equal(1, await again.SubmittedAsync());
    }

    [Fact]
    public void No_table_is_emptied_before_one_that_refers_to_it()
    {
        using var db = new SilentSqlServer().CreateDbContext();

        var order = Emptying.InOrderOfDeletion(db.Model);

        Assert.Equal(db.Model.GetEntityTypes().ToHashSet(), [.. order]);
        Assert.All(
            order.SelectMany(table => table.GetForeignKeys()).Where(key => key.PrincipalEntityType != key.DeclaringEntityType),
            key => Assert.True(Place(key.DeclaringEntityType) < Place(key.PrincipalEntityType), key.ToString()));

        int Place(IEntityType table) => order.ToList().IndexOf(table);
    }

    [Fact]
    public async Task What_empties_a_database_of_sql_server_is_t_sql()
    {
        var server = new SilentSqlServer();
        await using var db = server.CreateDbContext();

        await Assert.ThrowsAsync<SilenceException>(() => db.EmptyAsync());

        var command = Assert.Single(server.Commands);
        Assert.Contains("DELETE FROM [Clients];", command, StringComparison.Ordinal);
        Assert.Empty(TransactSqlParser.ErrorsIn(command));
    }

    /// <summary>Every row of every table, as text.</summary>
    private static async Task<List<string>> RowsAsync(TestDatabase database)
    {
        await using var db = database.CreateDbContext();
        await db.Database.OpenConnectionAsync(Ct);
        List<string> rows = [];
        foreach (var table in db.Model.GetEntityTypes().Select(e => e.GetTableName()!).Order(StringComparer.Ordinal))
        {
            await using var command = db.Database.GetDbConnection().CreateCommand();
#pragma warning disable CA2100 // Names of our own tables.
            command.CommandText = $"SELECT * FROM [{table}]";
#pragma warning restore CA2100
            await using var reader = await command.ExecuteReaderAsync(Ct);
            while (await reader.ReadAsync(Ct)) rows.Add($"{table}: {Row(reader)}");
        }

        return rows;
    }

    private static string Row(DbDataReader reader)
    {
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        return string.Join(", ", values.Select(v => Convert.ToString(v, CultureInfo.InvariantCulture)));
    }
}
