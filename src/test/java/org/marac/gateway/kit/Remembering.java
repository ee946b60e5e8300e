package org.marac.gateway.kit;

import java.util.List;
import org.marac.gateway.matching.Matching;
import org.marac.gateway.model.MatchKeys;
import org.marac.gateway.model.Memory;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Person;
import org.marac.gateway.record.CaseRecord;

/** The matching room as the record asks for it. */
public final class Remembering implements CaseRecord.Matching {
    private final Matching matching = new Matching();

    @Override
    public MatchKeys keys(Message message) {
        return matching.keys(message);
    }

    @Override
    public List<MatchKeys.Subject> subjects(List<Person> people) {
        return matching.subjects(people);
    }

    @Override
    public Memory remember(Message message) {
        return matching.remember(message);
    }
}
