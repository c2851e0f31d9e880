using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Requests;

/// <summary>What a partner does with requests.</summary>
internal static class AskingServices
{
    public static IServiceCollection AddAsking(this IServiceCollection services) => services
        .AddTransient<StartClientRequest>()
        .AddTransient<SaveClientRequestDraft>()
        .AddTransient<SubmitClientRequest>()
        .AddTransient<WithdrawClientRequest>()
        .AddTransient<CommentOnClientRequest>()
        .AddTransient<FindClientRequest>()
        .AddTransient<FindRequestRules>()
        .AddTransient<ListMyRequests>()
        .AddTransient<ShowHome>()
        .AddSingleton<MeasureDecisionTime>();
}
