const STARTS_FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/
const NEUTRALISED = /^'+[=+\-@\t\r\n＝＋－＠]/
/** A number is no formula: -5 stays -5, or a column of temperatures could not be added up. */
const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d{1,3})?$/i

/**
 * A text that a spreadsheet would take for a formula gets a leading apostrophe (csv injection, OWASP; the full-width signs
 * are signs to Chinese and Japanese editions). Texts that look like the result get one as well, so that `plain` gives every
 * text back as it was.
 */
export const neutral = (text: string): string => (STARTS_FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text)

/** Takes the apostrophe of `neutral` off again: what was exported can be imported unchanged. */
export const plain = (text: string): string => (text.charCodeAt(0) === 39 && NEUTRALISED.test(text) ? text.slice(1) : text)
