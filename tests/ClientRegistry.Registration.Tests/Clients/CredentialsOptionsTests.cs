using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Secrets.Delivery;

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

    [Theory]
    [InlineData(null, true)]
    [InlineData("14", true)]
    [InlineData("3650.00:00:00", true)]
    [InlineData("13.23:59:59", false)]
    [InlineData("3650.00:00:01", false)]
    [InlineData("-365", false)]
    public void A_lifetime_leaves_time_for_a_rotation(string? lifetime, bool good)
    {
        var options = new CredentialsOptions
        {
            SecretLifetime = lifetime is null ? null : TimeSpan.Parse(lifetime, CultureInfo.InvariantCulture),
        };

        Assert.Equal(good, Validator.TryValidateObject(options, new ValidationContext(options), null, true));
    }

    [Theory]
    [InlineData("00:15:00", true)]
    [InlineData("30.00:00:00", true)]
    [InlineData("00:14:59", false)]
    [InlineData("30.00:00:01", false)]
    [InlineData("-1.00:00:00", false)]
    public void A_claim_link_lives_for_15_minutes_to_30_days(string lifetime, bool good)
    {
        var options = new CredentialsOptions
        {
            Delivery = SecretRoute.ClaimLink, ClaimLifetime = TimeSpan.Parse(lifetime, CultureInfo.InvariantCulture),
        };

        Assert.Equal(good, Validator.TryValidateObject(options, new ValidationContext(options), null, true));
    }

    [Fact]
    public void A_delivery_that_does_not_exist_is_refused()
    {
        var options = new CredentialsOptions { Delivery = (SecretRoute)7 };

        Assert.False(Validator.TryValidateObject(options, new ValidationContext(options), null, true));
    }
}
