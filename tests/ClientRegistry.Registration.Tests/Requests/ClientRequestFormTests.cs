using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration.Requests;

namespace ClientRegistry.Registration.Tests.Requests;

public sealed class ClientRequestFormTests
{
    [Fact]
    public void An_application_on_its_users_device_is_offered_no_secret_and_a_choice_made_afterwards_stays()
    {
        var form = new ClientRequestForm();

        form.Choose(ApplicationType.Native);
        Assert.Equal(TokenEndpointAuthMethods.None, form.TokenEndpointAuthMethod);

        form.TokenEndpointAuthMethod = TokenEndpointAuthMethods.ClientSecretPost;
        form.Choose(ApplicationType.Native);
        Assert.Equal(TokenEndpointAuthMethods.ClientSecretPost, form.TokenEndpointAuthMethod);

        form.Choose(ApplicationType.Web);
        Assert.Equal(TokenEndpointAuthMethods.ClientSecretBasic, form.TokenEndpointAuthMethod);
    }
}
