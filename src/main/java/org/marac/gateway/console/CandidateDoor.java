package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.model.Candidate;
import org.marac.gateway.model.Position;

/** Possible duplicates at the people's API: listed, laid side by side, decided on. */
final class CandidateDoor {
    private final SamePeople samePeople;

    CandidateDoor(SamePeople samePeople) {
        this.samePeople = samePeople;
    }

    /** What is to be decided on: pseudonyms and no more. */
    ObjectNode list(Official official) throws Declined {
        return Answers.list("candidates", samePeople.open(official), CandidateDoor::facts);
    }

    /** The people of the two cases, side by side. */
    ObjectNode show(String id, Official official) throws Declined {
        SamePeople.Shown shown = samePeople.show(id, official);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        facts(answer, shown.candidate());
        ArrayNode cases = answer.putArray("cases");
        for (Candidate.Side side : List.of(shown.one(), shown.other())) {
            ObjectNode node = cases.addObject().put("case", side.caseRef());
            ArrayNode people = node.putArray("people");
            side.people().forEach(somebody -> person(people.addObject(), somebody));
        }
        return answer;
    }

    /** What the person says. */
    ObjectNode decide(String id, boolean same, Request request, Official official)
            throws Problem, Declined, IOException {
        JsonNode body = request.body(Set.of("reason", "instead"));
        Candidate.Said said =
                samePeople.decide(id, same, Request.reason(body, "reason"), instead(body.path("instead")), official);
        return said(JsonNodeFactory.instance.objectNode(), said);
    }

    private static Optional<Position> instead(JsonNode entry) throws Problem {
        if (entry.isMissingNode()) {
            return Optional.empty();
        }
        if (!entry.isIntegralNumber() || !entry.canConvertToLong() || entry.longValue() < 0) {
            throw Problem.malformed("The decision it takes the place of is named by its entry in the log, a number.");
        }
        return Optional.of(new Position(entry.longValue()));
    }

    private static void facts(ObjectNode node, Candidate candidate) {
        node.put("id", candidate.id());
        node.put("one", candidate.one());
        node.put("other", candidate.other());
        node.put("since", candidate.since().toString());
        candidate.said().ifPresent(said -> said(node, said));
    }

    private static ObjectNode said(ObjectNode node, Candidate.Said said) {
        return node.put("said", said.same() ? "same" : "different")
                .put("entry", said.entry().index());
    }

    private static void person(ObjectNode node, Candidate.Somebody somebody) {
        node.put("role", somebody.role().name());
        somebody.given().ifPresent(given -> node.put("given", given));
        somebody.family().ifPresent(family -> node.put("family", family));
        somebody.birthDate().map(LocalDate::toString).ifPresent(date -> node.put("birthDate", date));
        somebody.nhsNumber().ifPresent(number -> node.put("nhsNumber", number));
        node.put("from", somebody.from().value());
        node.put("at", somebody.at().toString());
        node.put("corrected", somebody.corrected());
    }
}
