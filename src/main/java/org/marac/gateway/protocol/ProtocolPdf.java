package org.marac.gateway.protocol;

import com.openhtmltopdf.extend.FSSupplier;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.util.XRLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.marac.gateway.model.Bytes;

/** The protocol's document as PDF, tagged for screen readers (PDF/UA), with its fonts inside. */
public final class ProtocolPdf {
    private static final String FONTS = "/liberation/Liberation";
    private static final int REGULAR = 400;
    private static final int BOLD = 700;

    private ProtocolPdf() {}

    /**
     * Sets a document.
     *
     * @param document XHTML, as {@link ProtocolShelf#document} gives it
     * @throws IllegalStateException when it cannot be set
     */
    public static Bytes of(String document) {
        // It would tell of every font on standard error.
        XRLog.setLoggingEnabled(false);
        ByteArrayOutputStream pdf = new ByteArrayOutputStream();
        try {
            new PdfRendererBuilder()
                    .usePdfUaAccessibility(true)
                    .useFont(font("Sans-Regular"), "Liberation Sans", REGULAR, FontStyle.NORMAL, true)
                    .useFont(font("Sans-Bold"), "Liberation Sans", BOLD, FontStyle.NORMAL, true)
                    .useFont(font("Mono-Regular"), "Liberation Mono", REGULAR, FontStyle.NORMAL, true)
                    .withProducer("MARAC gateway")
                    // Nothing outside the document is fetched.
                    .useUriResolver((base, uri) -> null)
                    .withHtmlContent(document, null)
                    .toStream(pdf)
                    .run();
        } catch (IOException e) {
            throw new IllegalStateException("The document cannot be set as PDF", e);
        }
        return Bytes.of(pdf.toByteArray());
    }

    private static FSSupplier<InputStream> font(String name) {
        return () -> {
            InputStream font = ProtocolPdf.class.getResourceAsStream(FONTS + name + ".ttf");
            if (font == null) {
                throw new IllegalStateException("The font " + name + " is not in the build");
            }
            return font;
        };
    }
}
