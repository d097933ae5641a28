const longestSide = 1920

/**
 * A phone's 8 MB picture as one of some hundred kB, upright. The original bytes are kept when they are small already:
 * then the time and place inside it survive as evidence.
 */
export async function smaller(file: File): Promise<Blob> {
  if (file.size <= 900_000 || !file.type.startsWith('image/')) return file
  try {
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' })
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height))
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
    picture.close()
    const made = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.82))
    return made && made.size < file.size ? made : file
  } catch {
    return file
  }
}
