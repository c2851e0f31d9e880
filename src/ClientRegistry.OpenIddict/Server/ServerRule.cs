using OpenIddict.Server;
using static OpenIddict.Server.OpenIddictServerEvents;
using static OpenIddict.Server.OpenIddictServerHandlerFilters;

namespace ClientRegistry.OpenIddict.Server;

internal static class ServerRule
{
    /// <summary>A rule among OpenIddict's own.</summary>
    /// <param name="order">Its place: half-way between two of theirs, which are a thousand apart.</param>
    public static OpenIddictServerHandlerDescriptor At<TContext, THandler>(int order)
        where TContext : BaseContext
        where THandler : class, IOpenIddictServerHandler<TContext> =>
        OpenIddictServerHandlerDescriptor.CreateBuilder<TContext>()
            .AddFilter<RequireDegradedModeDisabled>()
            .UseScopedHandler<THandler>()
            .SetOrder(order)
            .SetType(OpenIddictServerHandlerType.Custom)
            .Build();
}
