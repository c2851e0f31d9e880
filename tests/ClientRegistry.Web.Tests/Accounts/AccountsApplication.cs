using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Partners;
using ClientRegistry.Testing;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace ClientRegistry.Web.Tests.Accounts;

/// <summary>
/// The whole application with a clock that stands, quick password hashes and a record of every log line. Each test makes
/// its own people in it.
/// </summary>
public sealed class AccountsApplication : IAsyncDisposable
{
    public const string Password = "plum velvet harbour nine";
    public const string OtherPassword = "quiet copper lantern owl";

    private readonly RecordingLogs _logs = new();
    private int _people;

    public AccountsApplication()
    {
        // Even when an operator turns the framework's own log lines on.
        Application = new RegistryApplication
        {
            Clock = Clock,
            ConfigureServices = services => services
                .Configure<PasswordHasherOptions>(o => o.IterationCount = 1)
                .AddSingleton<ILoggerProvider>(_logs),
        }.With("Logging:LogLevel:Microsoft.AspNetCore", "Information");
    }

    /// <summary>The application.</summary>
    public RegistryApplication Application { get; }

    /// <summary>Its clock.</summary>
    public FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));

    /// <summary>Everything it logged.</summary>
    public string Logged => _logs.ToString();

    /// <summary>One of its services.</summary>
    public T Service<T>()
        where T : notnull =>
        Application.Services.GetRequiredService<T>();

    /// <summary>A browser without JavaScript.</summary>
    public PlainBrowser Browser() => new(Application.CreateClient());

    /// <summary>Somebody with <see cref="Password"/>.</summary>
    public async Task<User> PersonAsync(StaffRole? role = null)
    {
        var user = new User("Nina", $"nina{Interlocked.Increment(ref _people)}@new.example", Clock.GetUtcNow());
        user.SetPassword(Service<IPasswordHasher<User>>().HashPassword(user, Password));
        if (role is not null) user.BecomeStaff(role);
        await SaveAsync(user);
        return user;
    }

    /// <summary>Somebody with <see cref="Password"/>, and a browser in which they are signed in.</summary>
    public async Task<(User User, PlainBrowser Browser)> SignedInAsync(StaffRole? role = null)
    {
        var user = await PersonAsync(role);
        var browser = Browser();
        await browser.SignInAsync(user.Email!, Password);
        return (user, browser);
    }

    /// <summary>The token of an open invitation to the staff.</summary>
    public async Task<string> InvitationAsync()
    {
        var (invitation, token) = Invitation.ToStaff(
            StaffRole.Auditor, $"invited{Interlocked.Increment(ref _people)}@new.example", "Ivy", null, Clock.GetUtcNow());
        await SaveAsync(invitation);
        return token;
    }

    public async Task SaveAsync(object row)
    {
        await using var db = Application.OpenDatabase();
        db.Add(row);
        await db.SaveChangesAsync();
    }

    public async Task<User> ReadAsync(User user)
    {
        await using var db = Application.OpenDatabase();
        return await db.Users.AsNoTracking().SingleAsync(u => u.Id == user.Id);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Application.DisposeAsync();
}
