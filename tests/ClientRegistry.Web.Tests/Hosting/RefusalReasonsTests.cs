using ClientRegistry.Core.Data;
using ClientRegistry.Web.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ClientRegistry.Web.Tests.Hosting;

/// <summary>What the operator reads of an exception.</summary>
public sealed class RefusalReasonsTests
{
    private static readonly SqliteException Cause = new("The server\nis gone.", 14);

    public static TheoryData<Exception> Wrapped =>
        [Cause, new RetryLimitExceededException("Six times", Cause), new DbUpdateException("See inside", Cause),
            new RetryLimitExceededException("Six times", new DbUpdateException("See inside", Cause))];

    [Theory]
    [MemberData(nameof(Wrapped))]
    public void What_the_database_says_is_one_line_whatever_is_put_around_it(Exception exception) => Assert.Equal(
        ["ConnectionStrings:ClientRegistry: the database cannot be used. The server is gone."], RefusalReasons.Of(exception));

    [Fact]
    public void Too_long_a_wait_is_told_in_its_own_words() => Assert.Equal(
        [DatabaseBusyException.Refusal.Message], RefusalReasons.Of(new DatabaseBusyException(Cause)));

    [Fact]
    public void A_bug_is_no_refusal()
    {
        Assert.Null(RefusalReasons.Of(new InvalidCastException()));
        Assert.Null(RefusalReasons.Of(new DbUpdateException("A bug", new InvalidCastException())));
    }
}
