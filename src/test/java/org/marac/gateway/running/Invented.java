package org.marac.gateway.running;

import java.util.Random;
import java.util.UUID;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.model.AgencyId;

/** Messages of invented people, few enough that senders meet in the same cases. */
final class Invented {
    private static final int FAMILIES = 200;

    private Invented() {}

    /** A referral in the canonical form. */
    static String referral(AgencyId sender, UUID id, Random random) {
        return renewed(Examples.text("police-referral.json"), id)
                .replace("wenbury-police\"", sender.value() + "\"")
                .replace("Okafor-Lindqvist", "Lindqvist-" + letters(random));
    }

    /** A referral as a FHIR message of the hospital. */
    static String hospitalReferral(UUID id, Random random) {
        return renewed(Examples.text("hospital-referral.fhir.json"), id)
                .replace("Ashdown", "Ashdown-" + letters(random));
    }

    static String renewed(String text, UUID id) {
        return text.replace(Examples.ID, id.toString())
                .replace(
                        Examples.CREATED,
                        java.time.Instant.now()
                                .truncatedTo(java.time.temporal.ChronoUnit.SECONDS)
                                .toString());
    }

    /** Two letters of their own, so that every family has another name. */
    private static String letters(Random random) {
        int family = random.nextInt(FAMILIES);
        return "" + (char) ('a' + family % 26) + (char) ('a' + family / 26);
    }
}
