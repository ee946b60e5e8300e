package org.marac.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.marac.gateway.disclosure.Disclosure;
import org.marac.gateway.format.Formats;
import org.marac.gateway.format.Mappings;
import org.marac.gateway.kit.Documents;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Assurance;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Decision;
import org.marac.gateway.model.Doubt;
import org.marac.gateway.model.InForce;
import org.marac.gateway.model.Label;
import org.marac.gateway.model.Matched;
import org.marac.gateway.model.Message;
import org.marac.gateway.model.Party;
import org.marac.gateway.model.Projected;
import org.marac.gateway.model.Protocol;
import org.marac.gateway.model.Question;
import org.marac.gateway.model.Refused;
import org.marac.gateway.protocol.Shelves;

/** Labels make it stricter, never laxer: asked of whole messages, from their bytes to what each agency reads. */
class LabelsNeverWidenTest {
    private static final int MESSAGES = 2_000;
    /** Each word of a generated message stands in it once. */
    private static final Pattern WORD = Pattern.compile("wrd[0-9]{6}x");

    private final Formats formats = new Formats(new Mappings(Path.of("routes", "mappings")));
    private final Disclosure disclosure =
            new Disclosure(formats.schema(), formats.labels()::of, (type, document) -> Optional.of(""));
    private final Policy policy = new Policy();
    private final Protocol wenbury = Shelves.wenbury();
    private final Random random = new Random(31);

    @Test
    void anotherLabelOnAMessageShowsNobodyAnythingMore() throws Refused {
        Documents documents = new Documents(formats.schema(), 30);
        int shown = 0;
        int narrower = 0;
        for (int i = 0; i < MESSAGES; i++) {
            ObjectNode message = (ObjectNode) documents.next().json();
            ObjectNode header = (ObjectNode) message.get("header");
            header.put("sender", random.nextBoolean() ? "wenbury-police" : "wenbury-hospital");
            header.put("purpose", purpose(message.get("kind").asText()));
            Set<Label> fewer = new HashSet<>();
            List.of(Label.values()).forEach(label -> {
                if (random.nextInt(4) == 0) {
                    fewer.add(label);
                }
            });
            Set<Label> more = new HashSet<>(fewer);
            more.add(Label.values()[random.nextInt(Label.values().length)]);
            Map<AgencyId, Set<String>> before = read(message, fewer);
            Map<AgencyId, Set<String>> after = read(message, more);
            after.forEach((agency, words) -> assertThat(words)
                    .as("%s with %s instead of %s", agency, more, fewer)
                    .isSubsetOf(before.getOrDefault(agency, Set.of())));
            shown += before.size();
            narrower += before.equals(after) ? 0 : 1;
        }
        assertThat(shown).as("views compared").isGreaterThan(MESSAGES);
        assertThat(narrower).as("labels that took something away").isPositive();
    }

    /** What each agency reads of it, at once or after a person agreed. */
    private Map<AgencyId, Set<String>> read(ObjectNode json, Set<Label> labels) throws Refused {
        ObjectNode labelled = json.deepCopy();
        var all = ((ObjectNode) labelled.get("header")).putArray("labels");
        labels.stream().sorted().forEach(label -> all.add(label.name()));
        Bytes canonical = Bytes.utf8(labelled.toString());
        Message message = formats.read(canonical);
        Question question = Question.of(
                message,
                formats.materials(canonical),
                Assurance.SIGNED,
                Matched.nothing(),
                new InForce(wenbury, wenbury.parties().stream().map(Party::id).collect(Collectors.toSet())),
                Instant.parse("2026-11-21T20:00:00Z"));
        Decision decision = policy.decide(wenbury, question);
        Map<AgencyId, Set<String>> words = new HashMap<>();
        for (Projected view : disclosure.disclose(
                canonical, Optional.of(wenbury.coordinator()), decision.permits(), List.of(), Doubt.WAITS)) {
            words.put(
                    view.permit().recipient(),
                    WORD.matcher(view.view().text())
                            .results()
                            .map(found -> found.group())
                            .collect(Collectors.toSet()));
        }
        return words;
    }

    private String purpose(String kind) {
        List<String> information = List.of("RESEARCH", "MEETING", "ACTION");
        return kind.equals("REFERRAL") ? "REFERRAL" : information.get(random.nextInt(information.size()));
    }
}
