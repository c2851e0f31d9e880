using System.ComponentModel.DataAnnotations;
using ClientRegistry.Registration.Clients;

namespace ClientRegistry.Registration.Tests.Clients;

public sealed class CredentialsOptionsTests
{
    [Theory]
    [InlineData("cr", true)]
    [InlineData("A-b.c_d~9", true)]
    [InlineData("abcdefghijklmnopqrst", true)]
    [InlineData("abcdefghijklmnopqrstu", false)]
    [InlineData("", false)]
    [InlineData("a b", false)]
    [InlineData("a:b", false)]
    [InlineData("ä", false)]
    [InlineData("cr\n", false)]
    public void The_prefix_is_1_to_20_unreserved_characters(string prefix, bool good)
    {
        var options = new CredentialsOptions { ClientIdPrefix = prefix };

        Assert.Equal(good, Validator.TryValidateObject(options, new ValidationContext(options), null, true));
    }
}
