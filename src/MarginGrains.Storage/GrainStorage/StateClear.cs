namespace MarginGrains.Storage.GrainStorage;

/// <summary>Deletes a state if it is at the version that the activation knows; tells whether there was a row.</summary>
internal sealed class StateClear(StateKey key, long expected) : WriteRequest<bool>
{
    protected override bool Write(WriteSession session)
    {
        if (session.States.DeleteOther(key, expected))
            return true;
        if (session.States.DeleteAccount(key, expected))
        {
            // Numbers start after the highest row's: without a trace of this one, a restart would give it again.
            session.Settings.RaiseChangeFloor(session.NextChange());
            return true;
        }

        var stored = session.States.Version(key);
        return stored == expected ? false : throw key.Conflict(stored, expected);
    }
}
