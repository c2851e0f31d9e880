using ClientRegistry.Core.Accounts;
using ClientRegistry.Registration.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Accounts;

public sealed class PasswordTests
{
    [Theory]
    [InlineData("plum velvet harbour nine")]
    [InlineData("aaaa bbbb cccc dddd")]
    [InlineData("密码很长的一句话没有人能够猜到它")]
    [InlineData("dora likes violet submarines")]
    [InlineData("               a long sentence between blanks               ")]
    public void Long_and_unrelated_is_good_enough(string password) => Assert.Null(Refuse(password));

    [Theory]
    [InlineData("", "15 characters")]
    [InlineData("fourteen chars", "15 characters")]
    [InlineData("😀😀😀😀😀😀😀😀😀😀", "this has 10")]
    [InlineData("aaaaaaaaaaaaaaaaaaaa", "easy to guess")]
    [InlineData("123123123123123123", "easy to guess")]
    [InlineData("QwertyUiopAsdfgh", "easy to guess")]
    [InlineData("correct horse battery staple", "easy to guess")]
    [InlineData("dora@northwind.example", "easy to guess")]
    [InlineData("Dora Northwind 2026", "easy to guess")]
    [InlineData("ClientRegistry2026!", "easy to guess")]
    public void Short_or_guessable_is_refused_with_the_cure(string password, string says) =>
        Assert.Contains(says, Refuse(password)!.Message);

    [Fact]
    public void A_thousand_characters_are_welcome_and_more_than_1024_are_not()
    {
        var long1024 = string.Concat(Enumerable.Range(0, 1024).Select(i => (char)('a' + (i % 26))));

        Assert.Null(Refuse(long1024));
        Assert.Contains("1024", Refuse(long1024 + "x")!.Message);
    }

    [Fact]
    public void The_registered_hash_is_PBKDF2_with_SHA512_and_210000_rounds()
    {
        using var services = new ServiceCollection().AddAccounts().BuildServiceProvider();
        var hasher = services.GetRequiredService<IPasswordHasher<User>>();

        // Marker, then pseudo-random function and rounds as big-endian numbers.
        var hash = Convert.FromBase64String(
            hasher.HashPassword(new User("Dora", "dora@northwind.example", DateTimeOffset.UnixEpoch), "x"));

        Assert.Equal([1, 0, 0, 0, 2, 0, 3, 0x34, 0x50], hash[..9]);
    }

    [Fact]
    public void A_weaker_hash_is_replaced_when_its_password_comes_by()
    {
        var weak = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));
        var strong = new PasswordHasher<User>(Options.Create(new PasswordHasherOptions { IterationCount = 2 }));
        var user = new User("Dora", "dora@northwind.example", DateTimeOffset.UnixEpoch);
        user.PasswordHash = weak.HashPassword(user, AccountWorld.Password);
        var before = (user.PasswordHash, user.SecurityStamp);

        Assert.True(new PasswordProof(strong).Holds(user, AccountWorld.Password));

        Assert.NotEqual(before.PasswordHash, user.PasswordHash);
        Assert.Equal(before.SecurityStamp, user.SecurityStamp);
    }

    private static ClientRegistry.Core.RegistryError? Refuse(string password) =>
        PasswordRules.Refuse(password, "Dora Lindt", "dora@northwind.example", "Password");
}
