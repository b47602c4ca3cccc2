package org.jdbmail.testkit.browser;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jdbmail.testkit.net.Eventually;
import org.jdbmail.testkit.net.FreePort;

/**
 * Debian's Chromium without a window, in the hands of a test. What is done to an element waits until the element is there and can be
 * used, as somebody at the screen would. Elements are named by CSS selectors. Not safe for several threads.
 */
public final class Browser implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String MARKED = "[data-marked]";
    private static final String ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

    private final Process process;
    private final WebDriver driver;
    private final Path pictures;
    private int picture;

    private Browser(Process process, WebDriver driver, Path pictures) {
        this.process = process;
        this.driver = driver;
        this.pictures = pictures;
    }

    private interface Step<T> {
        T take() throws IOException;
    }

    /**
     * Starts one, with an empty profile.
     *
     * @param folder for its files
     * @param pictures where screenshots go; made if needed
     * @param width of the page, in pixels
     * @param height of the page, in pixels
     * @param options further ones of Chromium's
     */
    public static Browser start(Path folder, Path pictures, int width, int height, String... options) throws Exception {
        Path home = Files.createDirectories(folder.resolve("chromium"));
        int port = FreePort.next();
        ProcessBuilder builder = new ProcessBuilder("chromedriver", "--port=" + port)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("chromedriver.log").toFile());
        builder.environment().put("HOME", home.toString());
        builder.environment().put("LANG", "C.UTF-8");
        WebDriver driver = new WebDriver("http://127.0.0.1:" + port);
        Browser browser = new Browser(builder.start(), driver, Files.createDirectories(pictures));
        try {
            Eventually.isTrue(START, "chromedriver", driver::isReady);
            List<Object> arguments = new ArrayList<>(List.of(
                    "--headless=new",
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-dev-shm-usage",
                    "--lang=en",
                    "--user-data-dir=" + home.resolve("profile"),
                    "--window-size=" + width + "," + height));
            arguments.addAll(List.of(options));
            driver.begin(Map.of(
                    "browserName",
                    "chrome",
                    "acceptInsecureCerts",
                    true,
                    "unhandledPromptBehavior",
                    "accept",
                    "goog:loggingPrefs",
                    Map.of("browser", "ALL"),
                    "goog:chromeOptions",
                    Map.of("args", arguments)));
            return browser;
        } catch (Exception | AssertionError e) {
            browser.close();
            throw e;
        }
    }

    /** Opens an address, and waits until it is loaded. */
    public void open(String url) throws IOException {
        driver.post("/url", Map.of("url", url));
    }

    /** The address of the page. */
    public String url() throws IOException {
        return driver.get("/url").toString();
    }

    /** Clicks on an element. */
    public void click(String css) throws Exception {
        take("click on " + css, () -> driver.post(found(css) + "/click", Map.of()));
    }

    /** Clicks on the first element seen that has such a text within. */
    public void click(String css, String text) throws Exception {
        // The page may be drawn anew between finding it and clicking on it.
        take("click on \"" + text + "\" in " + css, () -> {
            mark(css, text);
            return driver.post(found(MARKED) + "/click", Map.of());
        });
    }

    /** Takes an element that has such a text with the mouse, and lets it fall on another one. */
    public void drag(String css, String text, String to) throws Exception {
        take("drag \"" + text + "\" to " + to, () -> {
            mark(css, text);
            return driver.post(
                    "/actions",
                    Map.of(
                            "actions",
                            List.of(Map.of(
                                    "type",
                                    "pointer",
                                    "id",
                                    "mouse",
                                    "actions",
                                    List.of(
                                            move(MARKED, 0),
                                            Map.of("type", "pointerDown", "button", 0),
                                            move(MARKED, 8),
                                            move(to, 0),
                                            move(to, 2),
                                            Map.of("type", "pointerUp", "button", 0))))));
        });
    }

    private Map<String, Object> move(String css, int right) throws IOException {
        return Map.of("type", "pointerMove", "duration", 200, "x", right, "y", 0, "origin", Map.of(ELEMENT, id(css)));
    }

    private void mark(String css, String text) throws IOException {
        Object done = run("""
                for (const e of document.querySelectorAll('[data-marked]')) e.removeAttribute('data-marked');
                for (const e of document.querySelectorAll(arguments[0])) {
                  if (e.textContent.includes(arguments[1]) && e.getClientRects().length > 0) {
                    e.setAttribute('data-marked', '1');
                    return true;
                  }
                }
                return false;
                """, css, text);
        if (done.equals(false)) {
            throw new WebDriver.Refusal("no such element", "\"" + text + "\" in " + css);
        }
    }

    /** Types into an element, behind what is in it; a file's name into a field for files. */
    public void type(String css, String text) throws Exception {
        take("type into " + css, () -> driver.post(found(css) + "/value", Map.of("text", text)));
    }

    /** Puts this text in the place of what is in a field. */
    public void fill(String css, String text) throws Exception {
        take("clear " + css, () -> driver.post(found(css) + "/clear", Map.of()));
        type(css, text);
    }

    /** Chooses an option of a list by its value. */
    public void choose(String css, String value) throws Exception {
        await(
                "the choice " + value + " in " + css,
                "const s = document.querySelector(arguments[0]); if (!s || ![...s.options].some(o => o.value === arguments[1]))"
                        + " return false; s.value = arguments[1]; s.dispatchEvent(new Event('change', {bubbles: true}));"
                        + " return true;",
                css,
                value);
    }

    /** What an element shows. */
    public String text(String css) throws Exception {
        return take("text of " + css, () -> driver.get(found(css) + "/text")).toString();
    }

    /** How many elements there are now. */
    public int count(String css) throws Exception {
        return (int) Double.parseDouble(run("return document.querySelectorAll(arguments[0]).length", css)
                .toString());
    }

    /** Waits until an element is there and is seen. */
    public void see(String css) throws Exception {
        await(css, "const e = document.querySelector(arguments[0]); return !!e && e.getClientRects().length > 0", css);
    }

    /** Waits until there is a text somewhere within an element, or in a part of it that is not seen. */
    public void see(String css, String text) throws Exception {
        await(
                '"' + text + "\" in " + css,
                "return [...document.querySelectorAll(arguments[0])].some(e => e.textContent.includes(arguments[1]))",
                css,
                text);
    }

    /** Waits until there is no such element that shows such a text. */
    public void seeNot(String css, String text) throws Exception {
        await(
                "no \"" + text + "\" in " + css,
                "return ![...document.querySelectorAll(arguments[0])].some(e =>"
                        + " e.getClientRects().length > 0 && e.textContent.includes(arguments[1]))",
                css,
                text);
    }

    /** Runs a script in the page. */
    public Object run(String script, Object... arguments) throws IOException {
        return driver.post("/execute/sync", Map.of("script", script, "args", List.of(arguments)));
    }

    /** Runs a script again and again until it gives a true value, and returns that. */
    public Object await(String what, String script, Object... arguments) throws Exception {
        return take(what, () -> {
            Object value = run(script, arguments);
            if (value.equals(Json.NULL) || value.equals(false) || value.equals("") || value.equals(0.0)) {
                throw new WebDriver.Refusal("no such element", "not yet: " + what);
            }
            return value;
        });
    }

    /** What follows happens in this frame of the page. */
    public void enter(String css) throws Exception {
        take("frame " + css, () -> driver.post("/frame", Map.of("id", Map.of(ELEMENT, id(css)))));
    }

    /** What follows happens in the page itself again. */
    public void leave() throws IOException {
        driver.post("/frame", Map.of("id", Json.NULL));
    }

    /** Takes a picture of the page. */
    public Path picture(String name) throws IOException {
        Path file = pictures.resolve("%02d-%s.png".formatted(++picture, name));
        return Files.write(
                file, Base64.getDecoder().decode(driver.get("/screenshot").toString()));
    }

    /** What the page complained of in the browser's console since this was last asked: errors, and answers that were none. */
    public List<String> complaints() throws IOException {
        List<String> found = new ArrayList<>();
        if (driver.post("/se/log", Map.of("type", "browser")) instanceof List<?> lines) {
            for (Object line : lines) {
                if (line instanceof Map<?, ?> entry && "SEVERE".equals(entry.get("level"))) {
                    found.add(String.valueOf(entry.get("message")));
                }
            }
        }
        return found;
    }

    /** Forgets all cookies: whoever was logged in is so no more. */
    public void forget() throws IOException {
        driver.post("/goog/cdp/execute", command("Network.clearBrowserCookies"));
    }

    private static Map<String, Object> command(String name) {
        Map<String, Object> command = new HashMap<>();
        command.put("cmd", name);
        command.put("params", Map.of());
        return command;
    }

    private String found(String css) throws IOException {
        return "/element/" + id(css);
    }

    private String id(String css) throws IOException {
        Object element = driver.post("/element", Map.of("using", "css selector", "value", css));
        return WebDriver.of(element, ELEMENT).toString();
    }

    /** Does it as soon as it can be done. */
    private <T> T take(String what, Step<T> step) throws Exception {
        String[] last = {""};
        try {
            return Eventually.get(PATIENCE, what, () -> {
                try {
                    return Optional.of(step.take());
                } catch (WebDriver.Refusal e) {
                    if (!e.mayPass()) {
                        throw e;
                    }
                    last[0] = String.valueOf(e.getMessage());
                    return Optional.empty();
                }
            });
        } catch (AssertionError e) {
            throw new AssertionError(
                    e.getMessage() + "; " + last[0] + "; picture: " + picture("failed") + "; console: " + complaints(),
                    e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            driver.end();
        } catch (IOException e) {
            // It had not begun, or is gone.
        } finally {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
            try {
                if (!process.waitFor(10, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
