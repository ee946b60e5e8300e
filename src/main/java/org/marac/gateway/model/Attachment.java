package org.marac.gateway.model;

import java.util.Locale;
import java.util.Optional;

/**
 * A document that comes with a message. It has no name: names of files say too much.
 *
 * @param category what kind of data is in it; decides who may see it
 * @param subject about whom
 * @param mediaType what it is; others than these are not taken, because nobody could say what is in them
 * @param data its bytes in Base64
 */
public record Attachment(DataCategory category, Role subject, Type mediaType, String data) {

    /** Without the document. */
    @Override
    public String toString() {
        return category + "/" + subject + " " + mediaType.code();
    }

    /** Which documents are taken. */
    public enum Type {
        TEXT("text/plain"),
        PDF("application/pdf"),
        DOCX("application/vnd.openxmlformats-officedocument.wordprocessingml.document");

        private final String code;

        Type(String code) {
            this.code = code;
        }

        /** The media type (RFC 6838). */
        public String code() {
            return code;
        }

        /** The media type. */
        @Override
        public String toString() {
            return code;
        }

        /** The type with this code, whatever parameters follow it. */
        public static Optional<Type> of(String code) {
            String bare = code.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
            for (Type type : values()) {
                if (type.code.equals(bare)) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }
}
