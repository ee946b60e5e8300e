package org.marac.gateway.kit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.marac.gateway.model.Bytes;

/** One of the example messages, told of people no other test knows, and what its sender says of it afterwards. */
public final class Tale {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ObjectNode message;

    private Tale(ObjectNode message) {
        this.message = message;
    }

    /** The police's example referral, with a victim and an alleged perpetrator of these surnames. */
    public static Tale referral(String victim, String perpetrator) {
        Tale tale = new Tale(object(Examples.text("police-referral.json")
                .replace("Okafor-Lindqvist", victim)
                .replace("Lindquist", victim)
                .replace("Okafor", victim)
                .replace("Brackenridge", perpetrator)));
        tale.at("/victim").remove("nhsNumber");
        tale.at("/victim").remove("landlord");
        return tale.id(UUID.randomUUID().toString());
    }

    /** The advisor's example information; whom it is about is the test's to say. */
    public static Tale information() {
        return new Tale(object(Examples.text("idva-information.json")))
                .id(UUID.randomUUID().toString());
    }

    /** A surname no other test knows. */
    public static String surname() {
        StringBuilder letters = new StringBuilder("Q");
        UUID.randomUUID().toString().chars().filter(Character::isLetter).forEach(letters::appendCodePoint);
        UUID.randomUUID()
                .toString()
                .chars()
                .filter(Character::isDigit)
                .forEach(digit -> letters.append((char) ('g' + digit - '0')));
        return letters.toString();
    }

    public Tale id(String id) {
        at("/header").put("id", id);
        return this;
    }

    public String id() {
        return message.at("/header/id").asText();
    }

    public Tale sender(String agency) {
        at("/header").put("sender", agency);
        return this;
    }

    /** The object at a JSON pointer, to be changed. */
    public ObjectNode at(String pointer) {
        return (ObjectNode) message.at(pointer);
    }

    /** The whole of it, to be changed. */
    public ObjectNode whole() {
        return message;
    }

    /** The same again, as another message. */
    public Tale again() {
        return new Tale(message.deepCopy()).id(UUID.randomUUID().toString());
    }

    /** Where the victim lives. */
    public Tale livingAt(String postcode, String line) {
        at("/victim").set("address", address(postcode, line));
        return this;
    }

    /** Where the victim is hiding. */
    public Tale hidingAt(String postcode, String line) {
        at("/victim").set("safeAddress", address(postcode, line));
        return this;
    }

    private static ObjectNode address(String postcode, String line) {
        ObjectNode address = JSON.createObjectNode().put("postcode", postcode);
        address.putArray("lines").add(line).add("Wenbury");
        return address;
    }

    /** This in place of the message of that id. */
    public Tale correcting(String corrected) {
        ObjectNode correction = header(corrected);
        ObjectNode content = message.deepCopy();
        String name = content.path("kind").asText().equals("REFERRAL") ? "referral" : "information";
        content.remove(java.util.List.of("kind", "version", "header"));
        correction.set(name, content);
        return new Tale(correction);
    }

    /** Nothing in place of the message of that id. */
    public Tale withdrawing(String corrected, String reason) {
        ObjectNode correction = header(corrected);
        correction.putObject("withdrawal").put("reason", reason);
        return new Tale(correction).id(UUID.randomUUID().toString());
    }

    private ObjectNode header(String corrected) {
        ObjectNode correction = JSON.createObjectNode();
        correction.put("kind", "CORRECTION").put("version", 1);
        correction.set("header", message.path("header").deepCopy());
        correction.put("corrects", corrected);
        return correction;
    }

    public Bytes bytes() {
        return Bytes.utf8(message.toString());
    }

    private static ObjectNode object(String text) {
        try {
            JsonNode tree = JSON.readTree(text);
            return (ObjectNode) tree;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
