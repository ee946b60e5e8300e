package org.marac.gateway.audit;

import java.util.List;
import java.util.Optional;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Entry;
import org.marac.gateway.model.HoldEntry;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Ruling;

/**
 * What a disclosure rests on: a decision made when the message came, or one made again when people let go what waited.
 *
 * @param messageRef pseudonym of the message, where one could be read
 * @param permits what may go on these grounds
 */
record Footing(
        AgencyId from,
        String caseRef,
        Optional<String> messageRef,
        Question question,
        Decision decision,
        List<Ruling.Permit> permits) {

    /** The grounds that an entry gives, if it gives any. */
    static Optional<Footing> of(Entry entry) {
        if (entry instanceof Entry.Admitted admitted) {
            return Optional.of(new Footing(
                    admitted.from(),
                    admitted.caseRef(),
                    admitted.arrived().messageRef(),
                    admitted.question(),
                    admitted.decision(),
                    admitted.decision().permits()));
        }
        if (entry instanceof HoldEntry.Released released) {
            HoldEntry.Hold hold = released.hold();
            return Optional.of(new Footing(
                    hold.from(),
                    hold.caseRef(),
                    Optional.of(hold.messageRef()),
                    released.question(),
                    released.decision(),
                    released.decision().rulings().stream()
                            .filter(ruling -> ruling.recipient().equals(hold.to()))
                            .flatMap(ruling -> mayGo(ruling).stream())
                            .toList()));
        }
        return Optional.empty();
    }

    /** A person has let it go: what the protocol held for a person may go, what it permits may go as well. */
    private static Optional<Ruling.Permit> mayGo(Ruling ruling) {
        if (ruling instanceof Ruling.Hold hold) {
            return Optional.of(hold.permit());
        }
        return ruling instanceof Ruling.Permit permit ? Optional.of(permit) : Optional.empty();
    }
}
