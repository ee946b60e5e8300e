package org.marac.gateway.running;

import java.util.Random;
import java.util.UUID;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.model.AgencyId;

/** Messages of invented people, few enough that senders meet in the same cases. */
final class Invented {
    private static final int FAMILIES = 20;

    private Invented() {}

    /** A referral in the canonical form. */
    static String referral(AgencyId sender, UUID id, Random random) {
        return renewed(Examples.text("police-referral.json"), id)
                .replace("wenbury-police\"", sender.value() + "\"")
                .replace("Okafor-Lindqvist", "Lindqvist-" + letter(random));
    }

    /** A referral as a FHIR message of the hospital. */
    static String hospitalReferral(UUID id, Random random) {
        return renewed(Examples.text("hospital-referral.fhir.json"), id)
                .replace("Ashdown", "Ashdown-" + letter(random));
    }

    static String renewed(String text, UUID id) {
        return text.replace(Examples.ID, id.toString())
                .replace(
                        Examples.CREATED,
                        java.time.Instant.now()
                                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                .toString());
    }

    private static String letter(Random random) {
        return String.valueOf((char) ('a' + random.nextInt(FAMILIES)));
    }
}
