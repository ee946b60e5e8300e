package org.marac.gateway.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.ProtocolRef;

/**
 * What is the matter with the protocol at a moment: what is remembered of it, written in the log, and told to people.
 *
 * @param inForce the version in force, and who has signed it
 * @param gap why none is in force, a code
 * @param agreed every version that chair and quorum have signed, in force, scheduled or overtaken
 * @param declared withdrawals and suspensions that prove themselves
 * @param standings how each party stands to the version in force: {@code signed}, {@code unsigned}, {@code withdrawn},
 *     {@code suspended}, or the code of why its signature does not stand
 * @param alarms what people must be told
 */
public record Report(
        Optional<InForce> inForce,
        Optional<String> gap,
        Set<ProtocolRef> agreed,
        Set<Declared> declared,
        Map<AgencyId, String> standings,
        List<Alarm> alarms) {
    public Report {
        agreed = Set.copyOf(agreed);
        declared = Set.copyOf(declared);
        standings = Map.copyOf(standings);
        alarms = List.copyOf(alarms);
    }
}
