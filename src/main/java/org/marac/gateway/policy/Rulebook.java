package org.marac.gateway.policy;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/** One protocol version made ready to answer. */
final class Rulebook {
    /** The reason, and the reason code of the clause that says so, for an agency without a valid signature. */
    static final String NOT_A_SIGNATORY = "not-a-signatory";

    static final String NOT_IN_FORCE = "protocol-not-in-force";

    private final Protocol protocol;
    private final Index index;

    Rulebook(Protocol protocol, Conditions conditions) {
        this.protocol = protocol;
        this.index = new Index(protocol, conditions);
    }

    /** One ruling for every party but the sender, in the protocol's order. */
    Decision decide(Question question) {
        List<Index.Spoken> spoken = index.of(question);
        Optional<Party> sender = protocol.party(question.sender());
        List<Ruling> rulings = new ArrayList<>(spoken.size());
        if (question.at().isBefore(protocol.effective()) || !question.at().isBefore(protocol.expires())) {
            spoken.forEach(recipient ->
                    rulings.add(new Ruling.Refuse(recipient.recipient().id(), List.of(), NOT_IN_FORCE)));
        } else if (sender.isEmpty() || !question.signatories().contains(question.sender())) {
            spoken.forEach(recipient -> rulings.add(unsigned(recipient)));
        } else {
            Facts facts = Facts.of(question, protocol.thresholds(), index.sender(question.sender()));
            Weighing weighing = new Weighing(index, question, facts, new Law(sender.get(), question));
            Set<AgencyId> signatories = question.signatories();
            spoken.forEach(recipient -> rulings.add(
                    signatories.contains(recipient.recipient().id())
                            ? settled(weighing.ruling(recipient))
                            : unsigned(recipient)));
        }
        return new Decision(protocol.ref(), rulings);
    }

    /** The clauses whose words fit the question for some recipient, whether or not others decide. */
    Set<ClauseId> applying(Question question) {
        Facts facts = Facts.of(question, protocol.thresholds(), index.sender(question.sender()));
        BitSet there = Masks.of(question.materials());
        Set<ClauseId> applying = new TreeSet<>();
        for (Index.Spoken spoken : index.of(question)) {
            AgencyId recipient = spoken.recipient().id();
            Facts all = facts.to(
                    spoken.facts(),
                    question.signatories().contains(recipient),
                    question.ties().getOrDefault(recipient, Set.of()));
            spoken.all().stream()
                    .filter(rule -> rule.takesAll() || rule.names().intersects(there))
                    .filter(rule -> rule.condition().on(all) == Condition.Outcome.TRUE)
                    .forEach(rule -> applying.add(rule.id()));
        }
        return applying;
    }

    /** What waits for a person waits in the record, which is the coordinator's: there is nobody else to ask. */
    private Ruling settled(Ruling ruling) {
        return ruling instanceof Ruling.Hold hold && hold.recipient().equals(protocol.coordinator())
                ? hold.permit()
                : ruling;
    }

    /** The gate stands whether or not a clause says so; the clause that does is named. */
    private static Ruling unsigned(Index.Spoken recipient) {
        return new Ruling.Refuse(recipient.recipient().id(), recipient.saying(NOT_A_SIGNATORY), NOT_A_SIGNATORY);
    }
}
