package org.marac.gateway.intake;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.OptionalInt;
import org.marac.gateway.model.Answered;
import org.marac.gateway.model.ClauseId;
import org.marac.gateway.model.Refusal;
import org.marac.gateway.model.RefusalCode;

/**
 * An answer of the REST door that is no: problem details for HTTP APIs (RFC 9457). A code for programs, a sentence for
 * people, where in the message it is wrong, and nothing of its content.
 */
final class RestProblem extends Exception {
    private static final long serialVersionUID = 1;
    /** Clients branch on it, so it never changes. */
    private static final String TYPE = "urn:marac-gateway:problem:";

    private final int status;
    private final int retryAfterSeconds;
    private final transient ObjectNode document;

    private RestProblem(int status, String code, String sentence, int retryAfterSeconds) {
        super(code, null, false, false);
        this.status = status;
        this.retryAfterSeconds = retryAfterSeconds;
        this.document = JsonNodeFactory.instance.objectNode();
        document.put("type", TYPE + code);
        document.put("title", sentence);
        document.put("status", status);
        document.put("code", code);
    }

    static RestProblem of(int status, String code, String sentence) {
        return new RestProblem(status, code, sentence, 0);
    }

    static RestProblem notFound() {
        return of(404, "not-found", "There is nothing at this address.");
    }

    static RestProblem methodNotAllowed() {
        return of(405, "method-not-allowed", "This address does not take this method.");
    }

    static RestProblem stranger() {
        return of(403, RefusalCode.UNKNOWN_PEER.code(), RefusalCode.UNKNOWN_PEER.sentence());
    }

    static RestProblem tooMany(int retryAfterSeconds) {
        return new RestProblem(429, "too-many-requests", "The agency sends faster than agreed.", retryAfterSeconds);
    }

    /** Whatever could not be done was not done. */
    static RestProblem unavailable() {
        return new RestProblem(503, "could-not", "It could not be done now. Nothing was changed; send it again.", 5);
    }

    static RestProblem of(HttpBody.Unread unread) {
        return switch (unread.fault()) {
            case UNKNOWN_ENCODING -> of(415, "content-encoding", "The body is compressed with gzip or not at all.");
            case NOT_GZIP -> of(400, "not-gzip", "The body is not the gzip it says it is.");
            case TOO_LARGE -> of(413, RefusalCode.TOO_LARGE.code(), RefusalCode.TOO_LARGE.sentence());
            case TOO_SLOW -> of(408, "too-slow", "The body did not arrive in time; send it again.");
        };
    }

    /** A message that was refused; with the signed receipt that says so. */
    static RestProblem refused(Answered answered, Refusal refusal) {
        RestProblem problem =
                of(status(refusal.code()), refusal.code().code(), refusal.code().sentence());
        refusal.reason().ifPresent(reason -> problem.document.put("reason", reason));
        if (!refusal.clauses().isEmpty()) {
            var clauses = problem.document.putArray("clauses");
            refusal.clauses().stream().map(ClauseId::value).forEach(clauses::add);
        }
        refusal.position()
                .ifPresent(at -> problem.document
                        .putArray("errors")
                        .addObject()
                        .put("pointer", at)
                        .put("code", refusal.reason().orElse(refusal.code().code())));
        answered.receipt()
                .ifPresent(receipt ->
                        problem.document.put("receipt", Base64.getEncoder().encodeToString(receipt.toArray())));
        return problem;
    }

    int status() {
        return status;
    }

    /** Seconds, where trying again later helps. */
    OptionalInt retryAfter() {
        return retryAfterSeconds > 0 ? OptionalInt.of(retryAfterSeconds) : OptionalInt.empty();
    }

    ObjectNode document() {
        return document;
    }

    static int status(RefusalCode code) {
        return switch (code) {
            case TOO_LARGE -> 413;
            case UNKNOWN_MEDIA_TYPE -> 415;
            case UNKNOWN_PEER, NOT_A_SIGNATORY, CHANNEL_NOT_AGREED, CERTIFICATE_REJECTED, DENIED -> 403;
            case NO_PROTOCOL_IN_FORCE -> 503;
            case UNREADABLE -> 400;
            default -> 422;
        };
    }
}
