using Microsoft.Extensions.Logging;

namespace Orleans.Runtime;

/// <summary>What the runtime has to say. Arguments are objects, for each other kind of message would be compiled anew at the start.</summary>
internal sealed partial class SiloLog(ILogger logger)
{
    [LoggerMessage(1, LogLevel.Warning, "Response did not arrive on time in {Timeout} for message {Message}")]
    public partial void ResponseTimedOut(object message, object timeout);

    [LoggerMessage(2, LogLevel.Warning, "One-way message {Message} failed")]
    public partial void OneWayRequestFailed(Exception exception, object message);

    [LoggerMessage(3, LogLevel.Error, "Failed to activate {Grain}")]
    public partial void ActivationFailed(Exception exception, object grain);

    [LoggerMessage(4, LogLevel.Error, "An error was ignored while {Grain} deactivated")]
    public partial void DeactivationFailed(Exception exception, object grain);

    [LoggerMessage(5, LogLevel.Warning, "A timer of {Grain} failed; it goes on ticking")]
    public partial void TimerFailed(Exception exception, object grain);

    [LoggerMessage(6, LogLevel.Error, "Reminder {Reminder} of {Grain} failed; it goes on ticking")]
    public partial void ReminderFailed(Exception exception, object reminder, object grain);
}
