namespace ClientRegistry.OpenIddict.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Address_and_key_are_enough() => Assert.True(Check(new ClientRegistryOptions()).Succeeded);

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("https://registry.example/behind/a/path", true)]
    [InlineData("http://registry.example", false)]
    [InlineData("ftp://registry.example", false)]
    [InlineData("https://registry.example/?a=b", false)]
    [InlineData("https://registry.example/api/v1", false)]
    [InlineData("https://registry.example/base/api/v1/", false)]
    public void The_key_travels_over_https_or_not_at_all(string address, bool good) =>
        Assert.Equal(good, Check(new ClientRegistryOptions(), new Uri(address)).Succeeded);

    [Fact]
    public void Whatever_is_wrong_is_named()
    {
        var wrong = new ClientRegistryOptions
        {
            Timeout = TimeSpan.Zero, Retries = -1, MaxStale = TimeSpan.FromDays(2), CacheEntries = 0,
        };

        var failures = new ClientRegistryOptionsRules().Validate(null, wrong).Failures!.ToList();

        Assert.Equal(
            ["BaseAddress", "LookupKey", "Timeout", "Retries", "MaxStale", "CacheEntries"],
            failures.Select(f => f.Split(' ')[0].Split('.')[1]));
    }

    private static Microsoft.Extensions.Options.ValidateOptionsResult Check(
        ClientRegistryOptions options, Uri? address = null)
    {
        options.BaseAddress = address ?? new Uri("https://registry.example");
        options.LookupKey = "key";
        return new ClientRegistryOptionsRules().Validate(null, options);
    }
}
