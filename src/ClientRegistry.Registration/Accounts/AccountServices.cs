using ClientRegistry.Core.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace ClientRegistry.Registration.Accounts;

/// <summary>People, how they prove who they are, and what administrators keep about them.</summary>
internal static class AccountServices
{
    /// <summary>Rounds of PBKDF2-HMAC-SHA512 for what people may have chosen: what OWASP asks for at least.</summary>
    public const int PasswordIterations = 210_000;

    public static IServiceCollection AddAccounts(this IServiceCollection services) => services
        .Configure<PasswordHasherOptions>(o => o.IterationCount = PasswordIterations)
        .AddSingleton<IPasswordHasher<User>, PasswordHasher<User>>()
        .AddSingleton<PasswordProof>()
        .AddSingleton<PasswordConfirmation>()
        .AddSingleton<PasswordResetTokens>()
        .AddSingleton<AttemptGuard>()
        .AddTransient<SignIn>()
        .AddTransient<RequestPasswordReset>()
        .AddTransient<ResetPassword>()
        .AddTransient<ChangePassword>()
        .AddTransient<ChangeOwnName>()
        .AddTransient<PutEncryptionKey>()
        .AddTransient<RemoveEncryptionKey>()
        .AddTransient<FindEncryptionKey>()
        .AddTransient<SignOut>()
        .AddTransient<SignOutEverywhere>()
        .AddTransient<FindAccount>()
        .AddTransient<FindInvitation>()
        .AddTransient<AcceptInvitation>()
        .AddTransient<AddStaff>()
        .AddTransient<ChangeStaffRole>()
        .AddTransient<DisableUser>()
        .AddTransient<EnableUser>()
        .AddTransient<ListStaff>()
        .AddTransient<FindWhoHolds>()
        .AddTransient<IssueLookupKey>()
        .AddTransient<ListLookupKeys>()
        .AddTransient<RevokeLookupKey>();
}
