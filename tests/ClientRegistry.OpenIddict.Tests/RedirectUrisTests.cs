namespace ClientRegistry.OpenIddict.Tests;

public sealed class RedirectUrisTests
{
    [Theory]
    [InlineData("https://app.example/cb", "https://app.example/cb", true)]
    [InlineData("https://app.example/cb", "https://app.example/cb/", false)]
    [InlineData("https://app.example/cb", "https://App.example/cb", false)]
    [InlineData("https://app.example/cb", "https://app.example/cb?x=1", false)]
    [InlineData("https://app.example/cb", "https://app.example:443/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:4711/cb", false)]
    public void A_web_application_gets_what_it_registered_character_by_character(
        string registered, string asked, bool matches) =>
        Assert.Equal(matches, RedirectUris.Matches(asked, Client("web", registered)));

    [Theory]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:4711/cb", true)]
    [InlineData("http://127.0.0.1:1/cb", "http://127.0.0.1/cb", true)]
    [InlineData("http://[::1]:8080/cb?a=b", "http://[::1]:9090/cb?a=b", true)]
    [InlineData("http://127.0.0.1/cb", "http://[::1]:4711/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:4711/other", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:65536/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:0/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1@evil.example/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1.evil.example/cb", false)]
    [InlineData("http://127.0.0.1/cb", "http://127.0.0.1:80@evil.example/cb", false)]
    [InlineData("http://localhost/cb", "http://localhost:4711/cb", false)]
    [InlineData("https://127.0.0.1/cb", "https://127.0.0.1:4711/cb", false)]
    public void A_native_application_may_choose_its_port_on_the_loopback_addresses_only(
        string registered, string asked, bool matches) =>
        Assert.Equal(matches, RedirectUris.Matches(asked, Client("native", registered)));

    private static RegistryApplication Client(string type, string registered) =>
        new() { ClientId = "c", ApplicationType = type, RedirectUris = [registered] };
}
