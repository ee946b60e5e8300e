package org.marac.gateway.format;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.Extension;
import org.marac.gateway.model.Justification;
import org.marac.gateway.model.LawfulBasis;
import org.marac.gateway.model.Power;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SpecialCondition;

/** The law the sender relies on, in our own extensions of a request. A referral carries its consent, and answers no request. */
final class FhirJustification {
    private static final String POSITION = "ServiceRequest.extension";

    private FhirJustification() {}

    static Optional<Justification> of(List<Extension> said) throws Refused {
        Justification justification = new Justification(
                Optional.empty(),
                choice(said, "lawful-basis", LawfulBasis.class),
                choice(said, "special-condition", SpecialCondition.class),
                choice(said, "statutory-power", Power.class),
                Optional.empty(),
                Fields.local(said, "necessity"),
                Fields.local(said, "proportionality"));
        return Optional.of(justification).filter(Predicate.not(Justification.none()::equals));
    }

    private static <E extends Enum<E>> Optional<E> choice(List<Extension> said, String name, Class<E> type)
            throws Refused {
        Optional<String> word = Fields.local(said, name);
        return word.isEmpty() ? Optional.empty() : Optional.of(Fields.choice(type, word.get(), POSITION));
    }
}
