package org.marac.gateway.disclosure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.DataCategory;
import org.marac.gateway.model.Guarded;
import org.marac.gateway.model.Material;
import org.marac.gateway.model.Role;

/** How much of what is planted in free text is found, and how much is taken out for nothing. */
class FreeTextTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PLANTED = 5000;
    private static final int PLAIN = 2500;
    private static final int MISSPELT = 500;
    private static final Material INFORMANT = new Material(DataCategory.INFORMANT, Role.OTHER);

    private final Disclosure disclosure =
            new Disclosure(DisclosureTest.schema(), DisclosureTest.LABELS, DisclosureTest.WORDS);

    @Test
    void findsWhatPeopleWriteAndLeavesAloneWhatTheyDoNotMean() throws IOException {
        Narratives narratives = new Narratives(1729);
        Map<String, int[]> byKind = new TreeMap<>();
        List<String> missed = new ArrayList<>();
        for (int i = 0; i < PLANTED; i++) {
            Narratives.Secrets secrets = narratives.secrets();
            Narratives.Narrative narrative = narratives.planted(secrets);
            String seen = seen(secrets, narrative.text());
            boolean found = !seen.contains(narrative.planted());
            String kind = narrative.kind();
            for (String key : kind.contains(",") ? List.of(kind.split(", ")) : List.of(kind)) {
                count(byKind, key, found);
            }
            if (!found) {
                missed.add(kind + ": " + narrative.planted() + "   " + secrets);
            }
        }
        List<String> mistaken = new ArrayList<>();
        for (int i = 0; i < PLAIN; i++) {
            Narratives.Secrets secrets = narratives.secrets();
            Narratives.Narrative narrative = narratives.plain(secrets);
            String seen = seen(secrets, narrative.text());
            if (!seen.equals(narrative.text())) {
                mistaken.add(narrative.text() + "  ->  " + seen + "   " + secrets);
            }
        }
        int misspelt = 0;
        for (int i = 0; i < MISSPELT; i++) {
            Narratives.Secrets secrets = narratives.secrets();
            Narratives.Narrative narrative = narratives.misspelt(secrets);
            misspelt += seen(secrets, narrative.text()).contains(narrative.planted()) ? 0 : 1;
        }
        double recall = 1 - missed.size() / (double) PLANTED;
        double precision = (PLANTED - missed.size()) / (double) (PLANTED - missed.size() + mistaken.size());
        System.out.printf(
                "recall %.4f, precision %.4f, misspelt found %d of %d%n", recall, precision, misspelt, MISSPELT);
        byKind.forEach((kind, of) -> System.out.printf("  %-20s %d of %d%n", kind, of[0], of[1]));
        assertThat(recall).as("missed: %s", missed).isGreaterThanOrEqualTo(0.995);
        assertThat(precision).as("mistaken: %s", mistaken).isGreaterThanOrEqualTo(0.995);
        byKind.forEach((kind, of) -> assertThat(of[0] / (double) of[1]).as(kind).isGreaterThanOrEqualTo(0.98));
    }

    private static void count(Map<String, int[]> byKind, String kind, boolean found) {
        int[] of = byKind.computeIfAbsent(kind, k -> new int[2]);
        of[0] += found ? 1 : 0;
        of[1]++;
    }

    /** The narrative as it reaches an agency that may read it and may know nobody. */
    private String seen(Narratives.Secrets secrets, String text) throws IOException {
        ObjectNode referral = DisclosureTest.referral();
        Narratives.fill(referral, secrets);
        referral.putObject("narrative").put("reason", text);
        JsonNode view = JSON.readTree(OneView.of(
                        disclosure,
                        Bytes.utf8(referral.toString()),
                        DisclosureTest.permit(Set.of(DataCategory.NARRATIVE, DataCategory.RISK)),
                        List.of(new Guarded(INFORMANT, Guarded.Kind.NAME, secrets.informant())))
                .view()
                .text());
        return view.at("/narrative/reason").asText();
    }
}
