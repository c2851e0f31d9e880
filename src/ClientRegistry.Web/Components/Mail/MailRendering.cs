using ClientRegistry.Registration.Mail.Writing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace ClientRegistry.Web.Components.Mail;

/// <summary>Draws the HTML part of mails with <see cref="MailPage"/>, outside of any request.</summary>
/// <param name="services">What components may ask for.</param>
/// <param name="logs">Where they log.</param>
internal sealed class MailRendering(IServiceProvider services, ILoggerFactory logs)
{
    /// <summary>Draws it.</summary>
    /// <param name="document">What the mail says.</param>
    public async Task<string> RenderAsync(MailDocument document)
    {
        await using var scope = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(
                new Dictionary<string, object?> { [nameof(MailPage.Document)] = document });
            return (await renderer.RenderComponentAsync<MailPage>(parameters)).ToHtmlString();
        });
    }
}
