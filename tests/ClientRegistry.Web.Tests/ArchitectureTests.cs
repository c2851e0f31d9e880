using System.Xml.Linq;
using ClientRegistry.Testing;

namespace ClientRegistry.Web.Tests;

/// <summary>Which way things point.</summary>
public sealed class ArchitectureTests
{
    [Theory]
    [InlineData("src/ClientRegistry.Core", "")]
    [InlineData("src/ClientRegistry.Registration", "Core")]
    [InlineData("src/ClientRegistry.Lookup", "Core")]
    [InlineData("src/ClientRegistry.OpenIddict", "")]
    [InlineData("src/ClientRegistry.Web", "Core Lookup Migrations.SqlServer Migrations.Sqlite Registration")]
    [InlineData("migrations/ClientRegistry.Migrations.Sqlite", "Core")]
    [InlineData("migrations/ClientRegistry.Migrations.SqlServer", "Core")]
    public void A_room_references_only_what_it_may(string project, string expected) =>
        Assert.Equal(
            expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(n => $"ClientRegistry.{n}"),
            References(project, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("src/ClientRegistry.Core")]
    [InlineData("src/ClientRegistry.Registration")]
    public void Core_and_registration_know_nothing_of_the_web_framework(string project) =>
        Assert.Empty(References(project, "FrameworkReference"));

    [Fact]
    public void Database_products_enter_by_the_migrations_only()
    {
        var users = Projects().Where(p => References(p, "PackageReference").Any(IsProvider));

        Assert.Equal(
            "ClientRegistry.Migrations.SqlServer ClientRegistry.Migrations.Sqlite",
            string.Join(' ', users.Select(Path.GetFileName).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void In_the_web_room_the_hosting_alone_knows_the_database_product() =>
        Assert.All(
            SourcesWith("src/ClientRegistry.Web", "Migrations.Sqlite", "Migrations.SqlServer", "Microsoft.Data.Sql"),
            file => Assert.Contains("/Hosting/", file, StringComparison.Ordinal));

    [Fact]
    public void Components_never_see_the_database_context() =>
        Assert.Empty(SourcesWith("src/ClientRegistry.Web/Components", "RegistryDbContext"));

    private static IEnumerable<string> Projects() =>
    [
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "src")),
        .. Directory.GetDirectories(Path.Combine(Repository.Root, "migrations"), "ClientRegistry.*"),
    ];

    private static bool IsProvider(string package) =>
        package is "Microsoft.EntityFrameworkCore.Sqlite" or "Microsoft.EntityFrameworkCore.SqlServer";

    private static IEnumerable<string> References(string project, string kind)
    {
        var folder = Path.Combine(Repository.Root, project);
        var file = XDocument.Load(Directory.GetFiles(folder, "*.csproj").Single());
        return file.Descendants(kind).Select(e => e.Attribute("Include")!.Value);
    }

    private static IEnumerable<string> SourcesWith(string folder, params string[] words) => Directory
        .EnumerateFiles(Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
        .Where(f => Path.GetExtension(f) is ".cs" or ".razor")
        .Select(f => f.Replace('\\', '/'))
        .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
        .Where(f => File.ReadAllText(f) is var text && words.Any(w => text.Contains(w, StringComparison.Ordinal)));
}
