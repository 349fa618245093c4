// What the button tells is for the eyes of this visitor; a server believes webhooks.
const thanks = document.querySelector("#thanks")
document.addEventListener("submitted", () => {
  thanks.textContent = "Your tip is on its way."
})
document.addEventListener("paid", ({ detail }) => {
  thanks.textContent = `Thank you for ${detail.amount} CKB!`
})
document.addEventListener("cancelled", () => {
  thanks.textContent = "Another time."
})
