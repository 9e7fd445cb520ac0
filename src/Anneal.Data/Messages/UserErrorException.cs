namespace Anneal.Data.Messages;

/// <summary>A mistake that the user can put right: it says where it is, what is wrong, and the way out.</summary>
/// <remarks>Whatever is not one of these is our own fault, and the command line says so with another exit code.</remarks>
public sealed class UserErrorException : Exception
{
    /// <summary>Describes one mistake.</summary>
    /// <param name="reason">What is wrong, as one sentence without a full stop.</param>
    /// <param name="wayOut">What to do about it, as one sentence without a full stop.</param>
    /// <param name="place">Where it stands, when it stands somewhere.</param>
    /// <param name="inner">What made us notice, when that was an exception.</param>
    public UserErrorException(Message reason, Message wayOut, Place? place = null, Exception? inner = null)
        : base(reason.English, inner)
    {
        Reason = reason;
        WayOut = wayOut;
        Place = place;
    }

    /// <summary>What is wrong.</summary>
    public Message Reason { get; }

    /// <summary>What to do about it.</summary>
    public Message WayOut { get; }

    /// <summary>Where it stands, or null when it has no place.</summary>
    public Place? Place { get; }

    /// <summary>The same mistake, with a place for it if it had none.</summary>
    public UserErrorException At(Place place) => Place is null ? new UserErrorException(Reason, WayOut, place, this) : this;
}
