package org.marac.gateway.format;

import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Patient;
import org.marac.gateway.model.Referral;
import org.marac.gateway.model.Refused;
import org.marac.gateway.model.SafeContact;

/** How can the victim be reached safely? Only our own extension says so; what it does not say is unknown, and unknown is unsafe. */
final class FhirSafeContact {
    private static final String PLACE = "Patient.extension.safe-contact";

    private FhirSafeContact() {}

    static Optional<SafeContact> of(Patient patient) throws Refused {
        List<Extension> found = patient.getExtension().stream()
                .filter(e -> (Codes.EXTENSION + "safe-contact").equals(e.getUrl()))
                .toList();
        if (found.size() > 1) {
            throw Refusals.invalid("too-many", PLACE);
        }
        return found.isEmpty()
                ? Optional.empty()
                : Optional.of(read(found.get(0).getExtension()));
    }

    private static SafeContact read(List<Extension> parts) throws Refused {
        Optional<Referral.Contact> via = part(parts, "via-name")
                .map(name -> new Referral.Contact(name, part(parts, "via-relationship"), part(parts, "via-telephone")));
        return new SafeContact(
                part(parts, "method").orElseThrow(() -> Refusals.invalid("missing-property", PLACE)),
                part(parts, "value"),
                Fields.answer(part(parts, "safe-to-call"), PLACE),
                Fields.answer(part(parts, "safe-to-text"), PLACE),
                Fields.answer(part(parts, "safe-to-leave-message"), PLACE),
                part(parts, "times"),
                // Hours that FHIR gives in words stay words: nobody is rung on a machine's reading of them.
                List.of(),
                via);
    }

    private static Optional<String> part(List<Extension> parts, String name) {
        return Fields.extension(parts, name).flatMap(Fields::words);
    }
}
