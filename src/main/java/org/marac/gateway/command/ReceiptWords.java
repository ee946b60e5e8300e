package org.marac.gateway.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.RefusalCode;

/** The receipt of a test message in plain words. */
final class ReceiptWords {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What to do about a refusal, where its sentence alone leaves that open. */
    private static final Map<String, String> DO = Map.of(
            RefusalCode.UNKNOWN_PEER.code(), "the version in force must pin tls.crt of the agency",
            RefusalCode.NOT_A_SIGNATORY.code(), "the agency's chief officer must sign the version in force",
            RefusalCode.CHANNEL_NOT_AGREED.code(),
                    "the protocol must give the agency this door, sealed or not as it says",
            RefusalCode.BAD_SIGNATURE.code(), "sign with the key of the pinned sign.crt",
            RefusalCode.CERTIFICATE_REJECTED.code(), "the protocol must pin sign.crt, and it must be good now",
            RefusalCode.OUT_OF_TIME.code(), "set the clock of the sending system right",
            RefusalCode.NOT_FOR_US.code(), "seal for the gateway's encrypt.crt, and name the coordinator in `to`",
            RefusalCode.UNREADABLE.code(), "the content is not what its content type says",
            RefusalCode.INVALID.code(), "mend the field named, or the mapping that makes it",
            RefusalCode.DENIED.code(),
                    "read the clauses named: either the message must bear out what they ask for, or the"
                            + " next version of the protocol must permit it");

    private ReceiptWords() {}

    static void tell(Bytes receipt, Checklist list) {
        JsonNode said = read(receipt);
        JsonNode refusal = said.path("refusal");
        String code = refusal.path("code").asText();
        if (code.equals(RefusalCode.ONLY_A_TEST.code())) {
            list.yes("the message was opened, read and decided on; had it been real, it would have been taken");
            said.path("recipients").forEach(one -> System.out.println("         " + recipient(one)));
        } else if (refusal.isMissingNode()) {
            list.no("the message was taken as a real one", "it does not carry the label HTEST: withdraw it at once");
        } else {
            StringJoiner what = new StringJoiner(", ");
            what.add(code + " (" + refusal.path("sentence").asText() + ")");
            add(what, "reason", refusal.path("reason").asText());
            add(what, "at", refusal.path("position").asText());
            add(what, "by", String.join(" ", texts(refusal.path("clauses"))));
            list.no("the gateway refused the message: " + what, DO.getOrDefault(code, "see docs/agency-it/queue.md"));
        }
    }

    private static String recipient(JsonNode one) {
        String clauses = String.join(" ", texts(one.path("clauses")));
        String outcome = switch (one.path("outcome").asText()) {
            case "not-disclosed" -> "would get its view";
            case "held" -> "would get its view when a person has agreed";
            default -> "would get nothing";
        };
        return one.path("agency").asText() + " " + outcome + (clauses.isEmpty() ? "" : " (" + clauses + ")");
    }

    private static void add(StringJoiner to, String word, String value) {
        if (!value.isEmpty()) {
            to.add(word + " " + value);
        }
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static JsonNode read(Bytes receipt) {
        try {
            return JSON.readTree(receipt.toArray());
        } catch (IOException e) {
            throw new UncheckedIOException("The receipt is no JSON", e);
        }
    }
}
